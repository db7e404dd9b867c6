#!/usr/bin/env bash
# The long kill matrix: every destination and write mode, killed at every point of the commit protocol and, ROUNDS times
# (20 unless given), by kill -9 at random moments. Takes about an hour; the report is cli/target/kill-matrix.md.
#
#   scripts/kill-matrix.sh [ROUNDS]
set -euo pipefail
cd "$(dirname "$0")/.."
exec ./build verify -pl cli -am -Dquick -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false \
    -Dit.test=KillMatrixIT -Dfailsafe.failIfNoSpecifiedTests=false -Dkill.whole=true "-Dkill.rounds=${1:-20}"
