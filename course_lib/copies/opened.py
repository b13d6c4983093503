"""Which notebooks are open in JupyterLab just now, as far as its servers tell."""

import json
import urllib.request
from pathlib import Path

SECONDS = 2  # to wait for a server's answer


def open_notebooks() -> set[Path]:
    """Notebooks with a kernel in one of this user's Jupyter servers. A server that doesn't answer is passed over."""
    from jupyter_server.serverapp import list_running_servers

    found = set()
    for server in list_running_servers():
        try:
            found |= {Path(server["root_dir"], session["path"]).resolve() for session in _sessions(server)}
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return found


def _sessions(server):
    """What a server runs: https://jupyter-server.readthedocs.io/en/latest/developers/rest-api.html, GET /api/sessions."""
    headers = {"Authorization": f"token {server['token']}"} if server.get("token") else {}
    request = urllib.request.Request(f"{server['url']}api/sessions", headers=headers)
    directly = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with directly.open(request, timeout=SECONDS) as answer:
        return json.load(answer)
