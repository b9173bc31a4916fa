#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# A run from its cells to the line that says whether it reproduces the reference
# run. Failed cells are reported as failed; the exit status comes last.
#
# usage: run-and-report.sh BUILD_DIR MATRIX RUN_DIR JOBS [PLATFORM]
set -uo pipefail

build=$1 matrix=$2 run=$3 jobs=$4 platform=${5:-}
reference=data/reference

"$build/exitbench" run "$matrix" -o "$run" -j "$jobs" ${platform:+--platform "$platform"}
cells=$?
# 2: nothing could be run, so there is nothing new to report.
[ $cells -lt 2 ] || exit $cells

set -e
"$build/exitreport" tables "$run"
"$build/exitreport" charts "$run"
"$build/exitreport" report "$run" -o "$run/REPORT.md" --html "$run/html"
echo "report: $run/REPORT.md, $run/html/index.html, charts: $run/charts, tables: $run/tables"
[ ! -e "$reference/run.json" ] || "$build/exitreport" reproduce "$reference" "$run"
exit $cells
