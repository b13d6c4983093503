#!/bin/sh
# Usage: sh tools/system_packages.sh PROGRAM[:PACKAGE]...
# Installs Debian packages that some tests need, where this user may. Never fails: without them those tests are skipped.
for wanted in "$@"; do
    package=${wanted#*:}
    command -v "${wanted%%:*}" >/dev/null 2>&1 && continue
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
        echo "Installing $package for the tests that need it ..."
        { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$package"; } >/dev/null 2>&1 ||
            echo "Could not install $package: the tests that need it will be skipped."
    else
        echo "$package is not installed: the tests that need it will be skipped. (Debian: sudo apt install $package)"
    fi
done
exit 0
