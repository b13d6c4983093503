"""grades.csv: one row a submission, for people, spreadsheets and programs."""

import csv
import io

COLUMNS = (
    "student",
    "submission",
    "lesson",
    "status",
    "score",
    "max_score",
    "to_be_marked",
    "reason",
    "notes",
)


def table_of(records: list[dict]) -> str:
    """The text of grades.csv. `to_be_marked` are the points of written answers, which a person gives."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for record in records:
        by_hand = sum(answer["out_of"] for answer in record["written"])
        row = [
            record["student"],
            record["path"],
            record["lesson"],
            record["status"],
            record["points"],
            record["out_of"],
        ]
        writer.writerow(
            [plain(value) for value in (*row, by_hand, record["reason"], " ".join(record["notes"]))]
        )
    return text.getvalue()


def plain(value):
    """A name that begins like a formula would be run by a spreadsheet: an apostrophe makes it text."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
