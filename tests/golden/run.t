#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Golden tests of exitreport, TAP.  EXITREPORT: the program, ./exitreport by
# default.  UPDATE=1: write the expected files anew.

golden=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
exitreport=$(realpath "${EXITREPORT:-./exitreport}")
unset EXITMETER_ANALYSIS

if [ ! -x "$exitreport" ]; then
	echo "Bail out! no program $exitreport: build it, or set EXITREPORT"
	exit 2
fi
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
# Names of files in messages are relative to here.
cd "$work" || exit 2

tests=0
failed=0

# ok STATUS NAME: a test's line
ok()
{
	tests=$((tests + 1))
	if [ "$1" = 0 ]; then
		echo "ok $tests - $2"
	else
		failed=$((failed + 1))
		echo "not ok $tests - $2"
	fi
}

# fresh [clean]: a new copy of the golden run in the folder run; clean: without
# the cells that failed
fresh()
{
	rm -rf run
	mkdir run
	cp -r "$golden/records" "$golden/run.json" run/
	chmod -R u+w run
	if [ "$1" = clean ]; then
		rm run/records/*.fio-randread.*
		sed -i '/fio-randread/d; s/\("bochs-vmx.ept0.fork.s1"\),/\1/' run/run.json
	fi
}

# expect STATUS FILE NAME COMMAND...: exitreport's output and status
expect()
{
	local status=$1 file=$golden/$2 name=$3 is

	shift 3
	"$exitreport" "$@" > out 2> err
	is=$?
	same out "$file" "$name"
	[ $is = "$status" ]
	ok $? "$name: exit status $status"
}

# same OUT EXPECTED NAME: two files
same()
{
	[ "$UPDATE" = 1 ] && cp "$1" "$2"
	if cmp -s "$1" "$2"; then
		ok 0 "$3"
	else
		diff -u "$2" "$1" | head -n 40 | sed 's/^/# /'
		ok 1 "$3"
	fi
}

# refuse STATUS NAME PATTERN COMMAND...: fails with a message; the array "with"
# has changes of the environment
with=()
refuse()
{
	local status=$1 name=$2 pattern=$3 is

	shift 3
	env "${with[@]}" "$exitreport" "$@" > out 2> err
	is=$?
	if [ $is = "$status" ] && cat out err | grep -qE -e "$pattern"; then
		ok 0 "$name"
	else
		echo "# exit status $is, wanted $status and \"$pattern\" in:"
		cat out err | sed 's/^/# /'
		ok 1 "$name"
	fi
}

# edit RECORD SED: change a record of the run
edit()
{
	sed -i "$2" "run/records/bochs-vmx.$1.s1.json"
}

# settle RECORD...: after an edit, a record that breaks no law
settle()
{
	local record

	for record in "$@"; do
		perl -I "$golden" -MGolden -e 'settle_file($ARGV[0])' \
			"$PWD/run/records/bochs-vmx.$record.s1.json"
	done
}

# What it prints.
fresh
expect 0 delta.txt "delta" delta run
expect 0 delta-fork.txt "delta of one workload" delta run fork
# The emulator's runs are no exits: they have no share of them.
"$exitreport" delta run boot | awk '
	/^boot/ { sum = 0 }
	/^window/ { next }
	$1 == "emulation" { bad += gsub("%", "%") != 1; next }
	$1 == "all" { bad += sum < 99.7 || sum > 100.2; seen++; next }
	match($0, /[0-9.]+ %/) { sum += substr($0, RSTART, RLENGTH - 2) }
	END { exit bad || seen != 2 }'
ok $? "delta: shares of exits add up"
"$exitreport" delta run boot | grep -qE '^ +all +375 .* 2,259 '
ok $? "delta: cycles per exit are rounded"
expect 0 delta.csv "delta --csv" delta run --csv
expect 0 compare.txt "compare" compare run
expect 0 compare.csv "compare --csv" compare run --csv
[ "$("$exitreport" compare run fork)" = "$("$exitreport" compare run |
	awk '/^boot / { next } /^boot, / { skip = 1 } /^fork, / { skip = 0 } !skip')" ]
ok $? "compare of one workload: what compare says of it"
refuse 1 "compare: no such workload" 'no measurements of a workload "spoon", nor is there a run' compare run fork spoon
expect 1 check.txt "check of a run with failures" check run
expect 0 reproduce.txt "reproduce of itself" reproduce run run

"$exitreport" tables run
ok $? "tables"
for table in deltas compare accounts startup kvm-stats statistics page-tables; do
	same run/tables/$table.csv "$golden/tables-$table.csv" "tables: $table.csv"
done
"$exitreport" report run
ok $? "report"
same run/REPORT.md "$golden/report.md" "report: REPORT.md"
mkdir elsewhere
"$exitreport" report run -o elsewhere/R.md && grep -qF '](../run/charts/' elsewhere/R.md
ok $? "report -o: links are relative to the report"

fresh clean
expect 0 check-clean.txt "check of a clean run" check run

# What it draws.
if command -v gnuplot > /dev/null; then
	"$exitreport" charts run && cp -r run/charts first && "$exitreport" charts run
	ok $? "charts"
	diff -r first run/charts > /dev/null
	ok $? "charts: the same twice, byte for byte"
	! grep -liE 'produced by|patchlevel' run/charts/*.svg > /dev/null
	ok $? "charts: no version of gnuplot in an SVG"
	missing=$(grep -o '](charts/[^)]*)' "$golden/report.md" | tr -d '()]' |
		while read -r chart; do [ -s "run/$chart" ] || echo "$chart"; done)
	[ -z "$missing" ]
	ok $? "charts: all that the report links to"
	same run/charts/bochs-vmx.cpu-time.dat "$golden/cpu-time.dat" \
		"charts: what the CPU time is for"
	! compgen -G 'run/charts/*tmp*' > /dev/null
	ok $? "charts: no temporary files left"
else
	tests=$((tests + 1))
	echo "ok $tests - charts # SKIP no gnuplot"
fi

# Records that must not pass.
edit ept0.boot '0,/"28": \[2000,/s//"28": [2001,/'
refuse 1 "check: a count off by one" 'ept0.boot.s1: law "counts" .*window end: difference 1$' check run
refuse 1 "check: names the reason of the difference" 'law "net".*reason 28 CR_ACCESS, count' check run

fresh clean
edit ept0.boot 's/"14": \[40,/"48": [40,/'
refuse 1 "check: shadow paging with EPT violations" \
	'ept0.boot.s1: law "mode".*40 exits of reason 48 EPT_VIOLATION.*ept=0' check run

fresh clean
edit ept1.fork '0,/"paging": "tdp"/! s/"paging": "tdp"/"paging": "shadow"/'
refuse 1 "check: the meter saw another mode" 'ept1.fork.s1: law "meter"' check run

fresh clean
edit ept1.fork '0,/"guest": 828000,/s//"guest": 827999,/'
refuse 1 "check: a cycle missing in the window" \
	'ept1.fork.s1: law "time".*window net: difference -1$' check run

fresh clean
edit ept1.fork 's/"holds": true/"holds": false/'
refuse 1 "check: a law that was broken when measuring" 'ept1.fork.s1: law "recorded"' check run

fresh clean
truncated=run/records/bochs-vmx.ept1.boot.s1.json
head -c 2000 $truncated > short && cp short $truncated
refuse 1 "check: a truncated record" "$truncated: line [0-9]+: not valid JSON" check run
refuse 1 "check: and all the others" '3 records, 1 unreadable' check run
refuse 1 "compare: a truncated record" "$truncated: line [0-9]+: not valid JSON" compare run

fresh clean
edit ept1.boot 's,exitmeter-record/1,exitmeter-record/9,'
refuse 1 "a record of another schema" 'ept1.boot.s1.json: .*schema is "exitmeter-record/9"' compare run

fresh clean
edit ept1.boot 's/"wall": [0-9]*,//'
refuse 1 "a record without a number" 'ept1.boot.s1.json: .*no number "wall"' compare run

fresh clean
mv run/records/bochs-vmx.ept1.boot.s1.json run/records/bochs-vmx.ept1.other.s1.json
refuse 1 "a record under another cell's name" 'holds the cell bochs-vmx.ept1.boot.s1' compare run

# Runs that are not the same.
fresh clean
mv run reference
fresh clean
edit ept0.fork '/"kvm_stats"/,$! s/"1": \[10, 20000,/"1": [10, 20001,/'
settle ept0.fork
expect 1 reproduce-differs.txt "reproduce: same image, other values" reproduce reference run

fresh clean
for record in run/records/*.json; do
	sed -i 's/"image": "made-up-image"/"image": "another"/' "$record"
done
edit ept0.boot '/"kvm_stats"/,$! { s/"28": \[2000, 6000000,/"28": [2020, 6060000,/; s/"exits": 2560/"exits": 2580/ }'
settle ept0.boot
expect 0 reproduce-image.txt "reproduce: another image" reproduce reference run
edit ept1.boot '/"kvm_stats"/,$! s/"exits": 375/"exits": 380/'
edit ept1.fork '/"kvm_stats"/,$! s/"exits": 16,/"exits": 17,/'
settle ept1.boot ept1.fork
[ "$("$exitreport" reproduce reference run | grep -c '^another image or other tools, 3 cells:\|^    image: ')" = 2 ]
ok $? "reproduce: what differs in the image of several cells is said once"
packages() { sed -i "/\"schema\"/a\\ \"packages\": $2," "$1/run.json"; }
packages reference '{ "libssl3": "3.0.1", "libc6": "2.36", "gone": "1" }'
"$exitreport" reproduce reference run | grep -qx '    run.json of run does not tell of which packages the image was made'
ok $? "reproduce: a run that does not tell its packages"
packages run '{ "libssl3": "3.0.2\\u001b", "libc6": "2.36", "come": "2" }'
printf '    %s\n' 'libssl3: 3.0.1 -> 3.0.2?' 'gone: 1 -> (none)' 'come: (none) -> 2' > wanted
"$exitreport" reproduce reference run | grep -A 3 -x '    image: .*' | sed 1d | diff wanted -
ok $? "reproduce: packages of another version"
sed -i '/"packages"/d' run/run.json
packages run '{ "libssl3": "3.0.1", "libc6": "2.36", "gone": "1" }'
"$exitreport" reproduce reference run | grep -q 'packages that the images were made of are the same'
ok $? "reproduce: the same packages in another image"

fresh clean
rm run/records/*.fork.*
expect 0 reproduce-part.txt "reproduce: a part of the cells" reproduce reference run
rm -rf reference

# Everything else that can go wrong.
fresh clean
refuse 1 "no such folder" 'nowhere/records: No such file' compare nowhere
refuse 1 "no such workload" 'no measurements of a workload "nothing"' delta run nothing
refuse 2 "no run" 'Wanted: RUN' compare
refuse 2 "no such command" 'no command "frobnicate"' frobnicate run
refuse 2 "an option of another command" "unrecognized option '--json'" check run --json
touch run/tables run/charts
refuse 1 "tables that can't be written" 'run/tables' tables run
refuse 1 "charts that can't be written" 'run/charts' charts run
rm run/tables run/charts
mkdir empty
with=("PATH=$work/empty")
refuse 1 "no gnuplot" 'gnuplot: not found; install gnuplot-nox' charts run
with=("EXITMETER_ANALYSIS=$work/empty")
refuse 1 "no scripts" 'EXITMETER_ANALYSIS must be the folder' charts run
with=()
EXITMETER_ANALYSIS=$golden/../../analysis "$exitreport" charts run > /dev/null 2>&1
ok $? "scripts of the sources"
"$exitreport" compare run > /dev/full 2> err
[ $? = 1 ] && grep -q 'standard output' err
ok $? "output that can't be written"

echo "1..$tests"
[ $failed = 0 ]
