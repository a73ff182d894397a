#!/bin/sh
# Find iproute2, or install Debian's where that can be done without asking; else say what is done.
set -u
PATH="$PATH:/usr/sbin:/sbin"
command -v ip >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing Debian's iproute2 for the test on several hosts (once)"
  apt-get -qq update && DEBIAN_FRONTEND=noninteractive \
    apt-get -qq install --no-install-recommends -y iproute2 >/dev/null
fi
command -v ip >/dev/null 2>&1 && exit 0
echo "NO IPROUTE2: the test on several hosts uses one network. Install it with: sudo apt-get install iproute2"
