#!/bin/sh
# Find Chromium, or install Debian's where that can be done without asking; else say how.
set -u
command -v chromium >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing Debian's Chromium for the browser journeys (once)"
  apt-get -qq update && DEBIAN_FRONTEND=noninteractive \
    apt-get -qq install --no-install-recommends -y chromium fonts-liberation2 >/dev/null
fi
command -v chromium >/dev/null 2>&1 && exit 0
case " ${WORKBENCH_TEST_REQUIRES:-} " in
  *" browser "*) echo "Chromium is required here and could not be installed."; exit 1 ;;
esac
echo "NO BROWSER: the browser journeys will be SKIPPED. Install one with: sudo apt-get install chromium"
