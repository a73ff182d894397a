#!/bin/sh
# Run the tests of the JavaScript that does not need a page.
set -u
if ! command -v node >/dev/null 2>&1 && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  apt-get -qq update && DEBIAN_FRONTEND=noninteractive \
    apt-get -qq install --no-install-recommends -y nodejs >/dev/null
fi
if command -v node >/dev/null 2>&1; then
  exec node --test tests/
fi
case " ${WORKBENCH_TEST_REQUIRES:-} " in
  *" node "*) echo "Node.js is required here and could not be installed."; exit 1 ;;
esac
echo "NO NODE.JS: the JavaScript tests are SKIPPED. Install it with: sudo apt-get install nodejs"
