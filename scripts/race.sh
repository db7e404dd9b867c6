#!/usr/bin/env bash
# Two processes race on one recipe and one state, ROUNDS times (50 unless given) for files and for PostgreSQL.
#
#   scripts/race.sh [ROUNDS]
set -euo pipefail
cd "$(dirname "$0")/.."
exec ./build verify -pl cli -am -Dquick -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false \
    -Dit.test=RaceIT -Dfailsafe.failIfNoSpecifiedTests=false "-Drace.rounds=${1:-50}"
