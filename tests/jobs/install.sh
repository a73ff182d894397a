#!/bin/sh
# Find Redis, or install Debian's where that can be done without asking; else say how.
set -u
command -v redis-server >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing Debian's Redis for the tests of the queue (once)"
  apt-get -qq update && DEBIAN_FRONTEND=noninteractive \
    apt-get -qq install --no-install-recommends -y redis-server >/dev/null
fi
command -v redis-server >/dev/null 2>&1 && exit 0
case " ${WORKBENCH_TEST_REQUIRES:-} " in
  *" redis "*) echo "Redis is required here and could not be installed."; exit 1 ;;
esac
echo "NO REDIS: its tests will be SKIPPED. Install it with: sudo apt-get install redis-server"
