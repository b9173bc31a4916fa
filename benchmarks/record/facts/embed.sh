#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Prints the C source of files that a program carries: struct TYPE ARRAY[], of name and text.
#
# usage: embed.sh HEADER TYPE ARRAY FILE...; names are as given, relative to the folder of the
# compilation
set -eu

header=$1 type=$2 array=$3
shift 3
printf '#include "%s"\n\n' "$header"
i=0
for file in "$@"; do
	printf '__asm__(".pushsection .rodata\\n%s_%d: .incbin \\"%s\\"\\n.byte 0\\n.popsection");\n' \
		"$array" "$i" "$file"
	printf 'extern const char %s_%d[];\n' "$array" "$i"
	i=$((i + 1))
done
printf '\nconst struct %s %s[] = {\n' "$type" "$array"
i=0
for file in "$@"; do
	printf '\t{ "%s", %s_%d },\n' "$file" "$array" "$i"
	i=$((i + 1))
done
printf '\t{ 0 },\n};\n'
