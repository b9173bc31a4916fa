#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
#
# checkpatch --strict on the patch series and on the project's own C, shellcheck
# on its shell, and words that are not to be used in what users read.
#
# usage: lint.sh BUILD_DIR
set -euo pipefail

build=$1 failed=0
tarball=/usr/src/linux-source-6.12.tar.xz
scripts=$build/checkpatch/scripts

if [ ! -e "$scripts/checkpatch.pl" ]; then
	mkdir -p "$build/checkpatch"
	tar -xJf "$tarball" -C "$build/checkpatch" --strip-components=1 --wildcards \
		'*/scripts/checkpatch.pl' '*/scripts/spelling.txt' '*/scripts/const_structs.checkpatch'
fi

# The series leaves MAINTAINERS alone: it is not submitted.
for patch in kvm-instrumentation/patches/*/*.patch; do
	# Through a pipe: a file that git knows is taken for a source file.
	"$scripts/checkpatch.pl" --strict --no-tree --quiet --no-summary \
		--ignore FILE_PATH_CHANGES - < "$patch" || { echo "in $patch"; failed=1; }
done

# User space has its own integer types, its own strings and no printk; a topic.c declares what
# it lists, so that a section is its own file and a line there. The primitives are a module for
# several lines of the kernel.
"$scripts/checkpatch.pl" --strict --no-tree --quiet --no-summary --max-line-length=100 --file \
	--ignore PREFER_KERNEL_TYPES,STRCPY,STRNCPY,STRLCPY,COMPLEX_MACRO,MACRO_ARG_REUSE \
	--ignore SSCANF_TO_KSTRTO,SPDX_LICENSE_TAG,PREFER_FALLTHROUGH,ARRAY_SIZE,NAKED_SSCANF \
	--ignore PREFER_DEFINED_ATTRIBUTE_MACRO,CONSTANT_COMPARISON,OPEN_ENDED_LINE,VOLATILE \
	--ignore EMBEDDED_FUNCTION_NAME,STATIC_CONST_CHAR_ARRAY,LINUX_VERSION_CODE,BIT_MACRO,TRAILING_SEMICOLON,PARENTHESIS_ALIGNMENT \
	--ignore QUOTED_WHITESPACE_BEFORE_NEWLINE,BRACKET_SPACE,FUNCTION_ARGUMENTS,SPLIT_STRING,CAMELCASE,CONSIDER_KSTRTO,USE_FUNC,AVOID_EXTERNS,NEW_TYPEDEFS,LONG_LINE_COMMENT,LINE_SPACING \
	guest-agent/*.[ch] guest-agent/*/*.[ch] guest-agent/host/*/*.[ch] guest-agent/lib/example/*.c tests/library/*.c tests/simulated/*.c kvm-instrumentation/*/*.[ch] benchmarks/*/*.[ch] benchmarks/*/*/*.[ch] analysis/*.[ch] analysis/*/*.[ch] tests/conformance/*.[ch] tests/cells/*.c tests/fuzz/*.[ch] || failed=1

shellcheck .ci/run tests/*.sh tests/fuzz/*.sh tests/faults/emulator benchmarks/record/*/*.sh tests/kernel/*.sh kvm-instrumentation/*.sh kvm-instrumentation/dkms/build benchmarks/*.sh benchmarks/packaging/*.sh benchmarks/image/*.sh \
	tests/distributions/*.sh tests/platforms/*.sh tests/platforms/{initrd-init,load,swap-test,host-tool-test} tests/cells/{stat-test,migration-test,migration-guest} || failed=1
tests/words.pl || failed=1
exit $failed
