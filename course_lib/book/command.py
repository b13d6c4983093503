"""What `course book` does and prints."""

from course_lib.authoring.lessons import ROOT


def run(links=False):
    """Build the site, or with `links` look up every link that leads out of it. Returns the exit status."""
    try:
        from course_lib.book.site import build_site
    except ModuleNotFoundError as error:
        print(
            f"The web edition needs the package {error.name}: run `make book`, or pip install -r requirements-book.txt."
        )
        return 2
    from course_lib.exercises import exercises_of

    return build_site(ROOT, exercises_of, builder="linkcheck" if links else "html")
