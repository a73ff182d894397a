#!/bin/sh
# Find nginx, or install Debian's where that can be done without asking; else say how.
set -u
PATH="$PATH:/usr/sbin"
command -v nginx >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing Debian's nginx for the tests behind a reverse proxy (once)"
  apt-get -qq update && DEBIAN_FRONTEND=noninteractive \
    apt-get -qq install --no-install-recommends -y nginx-light >/dev/null
fi
command -v nginx >/dev/null 2>&1 && exit 0
case " ${WORKBENCH_TEST_REQUIRES:-} " in
  *" nginx "*) echo "nginx is required here and could not be installed."; exit 1 ;;
esac
echo "NO NGINX: the tests behind a reverse proxy will be SKIPPED. Install it with: sudo apt-get install nginx-light"
