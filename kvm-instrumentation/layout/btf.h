/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Reads BTF, the kernel's description of its types, as far as layouts need it.
 * https://docs.kernel.org/bpf/btf.html
 */
#ifndef LAYOUT_BTF_H
#define LAYOUT_BTF_H

#include <linux/btf.h>
#include <stdint.h>

/**
 * struct btf - the types of a file
 * @path: of the file, for messages
 * @types: by id; id 0 is void and has none
 * @nr_types: ids are below this
 * @strings: what the names are offsets into
 * @strings_size: bytes of @strings
 * @data: the file's contents, which all of the above point into
 */
struct btf {
	const char *path;
	const struct btf_type **types;
	uint32_t nr_types;
	const char *strings;
	uint32_t strings_size;
	char *data;
};

/**
 * btf_load - read a file
 * @path: BTF by itself, such as /sys/kernel/btf/vmlinux, or an ELF file with a
 *	section .BTF
 *
 * Return: 0, or -1 with a message on stderr.
 */
int btf_load(struct btf *btf, const char *path);

void btf_free(struct btf *btf);

/* btf_name - "" for what has none. */
const char *btf_name(const struct btf *btf, uint32_t offset);

/**
 * btf_next_struct - the next definition of a struct by this name
 * @after: where to go on, 0 at first
 *
 * Return: its id, 0 if there is none (any more).
 */
uint32_t btf_next_struct(const struct btf *btf, const char *name, uint32_t after);

/* btf_plain - the id of a type without its typedefs, const and the like. */
uint32_t btf_plain(const struct btf *btf, uint32_t id);

#endif
