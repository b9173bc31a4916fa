#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
#
# Prints the C source of the files that exitreport carries: struct resource resources[].
#
# usage: embed.sh FILE...; names are as given, relative to the folder of the compilation
set -eu

printf '#include "output/resource.h"\n\n'
i=0
for file in "$@"; do
	printf '__asm__(".pushsection .rodata\\nresource_%d: .incbin \\"%s\\"\\n.byte 0\\n.popsection");\n' \
		"$i" "$file"
	printf 'extern const char resource_%d[];\n' "$i"
	i=$((i + 1))
done
printf '\nconst struct resource resources[] = {\n'
i=0
for file in "$@"; do
	printf '\t{ "%s", resource_%d },\n' "$file" "$i"
	i=$((i + 1))
done
printf '\t{ 0 },\n};\n'
