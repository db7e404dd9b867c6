#!/usr/bin/env bash
# The long kill matrix: every destination and write mode, killed at every point of the commit protocol and, ROUNDS times
# (20 unless given), by kill -9 at random moments. Takes an hour or two; the report is cli/target/kill-matrix.md.
#
#   scripts/kill-matrix.sh [ROUNDS [PAIRS]]
#
# PAIRS is a regular expression over destination-mode, such as 'CSV.*-append|DUCKDB-.*', for a part of the matrix.
set -euo pipefail
cd "$(dirname "$0")/.."
exec ./build verify -pl cli -am -Dquick -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false \
    -Dit.test=KillMatrixIT -Dfailsafe.failIfNoSpecifiedTests=false \
    -Dkill.whole=true "-Dkill.rounds=${1:-20}" "-Dkill.only=${2:-.*}"
