#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# Fuzzes each target for some time, from the project's own files as seeds. What is found is
# left in tests/fuzz/found, where 'make test-unit' tries it again each time.
#
# usage: run.sh FUZZED_DIR SECONDS [TARGET...]
#   FUZZED_DIR  with the targets; keeps the corpora from one time to the next
set -euo pipefail

fuzzed=$1 seconds=$2
shift 2
targets=("$@")
if [ $# = 0 ]; then
	mapfile -t targets < <(cd tests/fuzz && printf '%s\n' fuzz-*.c | sed 's/\.c$//')
fi
export ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=1 UBSAN_OPTIONS=print_stacktrace=1

row() {
	printf '%-14s %8s %8s %12s %7s %12s  %s\n' "$@"
}

byte() {
	printf '%b' "\\x$(printf %02x "$1")"
}

# Files that the parsers are for. A first byte says which file of a machine it is.
seeds() {
	local dir=$1 i=0 file
	case $2 in
	fuzz-matrix)
		for file in benchmarks/matrices/*.matrix tests/cells/*.matrix; do
			cp "$file" "$dir/$((i += 1))"
		done
		;;
	fuzz-workload) cp benchmarks/workloads/*.workload "$dir" ;;
	fuzz-costs) cp analysis/hardware/*.costs "$dir" ;;
	fuzz-record)
		# Small ones of all kinds, for speed.
		find data/*/records -name '*.json' -size -60k | sort > "$dir.names"
		shuf -n 30 --random-source=/dev/zero "$dir.names" | xargs cp -t "$dir"
		rm "$dir.names"
		;;
	fuzz-window)
		for file in tests/golden/detail-records/*.json data/reference/records/*.{boot,idle}.s1.json; do
			i=$((i + 1))
			perl -MJSON::PP -0777 -ne 'print encode_json(decode_json($_)->{measured}{window})' \
				"$file" > "$dir/$i"
		done
		find "$dir" -size +60k -delete
		;;
	fuzz-platform) cp benchmarks/platforms/*.platform "$dir" ;;
	fuzz-csv) cp data/published/*.csv data/kernel-tests/results.csv "$dir" ;;
	fuzz-fleet)
		printf '{ "schema": "exitmeter-fleet/1", "matrices": ["quick"], "pattern": "*", "verify": false,
			"image": "/image", "jobs": 1, "arrays": [{ "name": "bochs-vmx-1", "platform": "bochs-vmx",
			"cpus": 1, "job": "12", "tasks": [["bochs-vmx.ept1.idle.s1"], ["bochs-vmx.ept0.idle.s1"]] }] }' \
			> "$dir/plan"
		;;
	fuzz-program)
		printf '#!/bin/sh -e\n' > "$dir/script"
		for file in /bin/true /lib64/ld-linux-x86-64.so.2; do
			i=$((i + 1))
			head -c 4096 "$file" > "$dir/$i"
		done
		;;
	fuzz-run) for file in data/*/run.json; do cp "$file" "$dir/$((i += 1)).json"; done ;;
	fuzz-results)
		xz -dc tests/faults/results.tar.xz > "$dir/results.tar"
		mkdir -p "$dir/x"
		tar -xf "$dir/results.tar" -C "$dir/x"
		for file in ledger.before ledger.after ledger.end kvm-stats.before kvm-stats.end timeline \
			tracepoint.hist status l2/status l2/window.json l2/startup.json; do
			[ ! -e "$dir/x/$file" ] ||
				{ byte $i; cat "$dir/x/$file"; } > "$dir/$i"
			i=$((i + 1))
		done
		{ byte 17; cat "$dir/results.tar"; } > "$dir/stream"
		rm -r "$dir/x" "$dir/results.tar"
		;;
	fuzz-machine)
		for file in /proc/cpuinfo /proc/meminfo /proc/self/status /proc/self/mounts \
			/proc/sys/kernel/osrelease; do
			{ byte $i; head -c 4000 "$file"; } > "$dir/$i"
			i=$((i + 1))
		done
		;;
	esac
}

last_word_after() {
	sed -n "s/.*$1\([^ ]*\).*/\1/p" "$2" | tail -n 1
}

# libFuzzer takes a unit for slow by the clock, which goes on while others have the CPU: try it again.
is_slow() {
	local target=$1 unit=$2 seconds
	TIMEFORMAT=%U
	seconds=$({ time "$target" "$unit" > /dev/null 2>&1; } 2>&1) || return 0
	[ "${seconds%.*}" -ge 5 ]
}

# The CPU's seconds, for the machine may have others to serve; libFuzzer counts those on the clock, so it
# is started again for what is left. One that got less in forty rounds was not fuzzed, which is no pass.
fuzz() {
	local target=$1 begun=$SECONDS log=$fuzzed/$1.log cpu=0 left=$seconds rounds executions=0 found=none corpus number unit units
	corpus=$fuzzed/corpus/$target
	seeds=$(mktemp -d)
	mkdir -p "$corpus" tests/fuzz/found
	seeds "$seeds" "$target"
	for ((rounds = 0; rounds < 40 && left > 0; rounds++)); do
		TIMEFORMAT='%U %S'
		{ time "$fuzzed/$target" -max_total_time=$((left < 10 ? 10 : left)) -timeout=20 -rss_limit_mb=2048 \
			-close_fd_mask=3 -print_final_stats=1 -artifact_prefix="tests/fuzz/found/$target-" \
			"$corpus" "$seeds" tests/fuzz/found > "$log" 2>&1; } 2> "$log.time" || found=$log
		cpu=$(awk -v cpu="$cpu" '{ print cpu + $1 + $2 }' "$log.time")
		left=$((seconds - ${cpu%.*}))
		number=$(sed -n "s/^stat::number_of_executed_units: *//p" "$log")
		executions=$((executions + ${number:-0}))
		readarray -t units < <(sed -n 's/.*Test unit written to //p' "$log")
		for unit in "${units[@]}"; do
			found=$unit
			if [[ $unit = *-slow-unit-* || $unit = *-timeout-* ]] && ! is_slow "$fuzzed/$target" "$unit"; then
				rm "$unit"
				found=none
			fi
			[ "$found" = none ] || break 2
		done
		[ "$found" = none ] || break
	done
	[ "$found" != none ] || [ "$left" -le 0 ] || found="none, but cut short"
	row "$target" $((SECONDS - begun)) "${cpu%.*}" "$executions" \
		"$(last_word_after ' cov: ' "$log")" "$(last_word_after ' corp: ' "$log")" "$found"
	rm -rf "$seeds" "$log.time"
	[ "$found" = none ]
}

# As many at a time as there are CPUs.
running=0 failed=0
row target seconds 'CPU s' executions edges corpus found
for target in "${targets[@]}"; do
	if [ $running -ge "$(nproc)" ]; then
		wait -n || failed=1
		running=$((running - 1))
	fi
	fuzz "$target" &
	running=$((running + 1))
done
for ((; running > 0; running--)); do
	wait -n || failed=1
done
exit $failed
