// SPDX-License-Identifier: GPL-2.0
#include "btf.h"

#include <elf.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int unreadable(const char *path, const char *why)
{
	fprintf(stderr, "kvm-layout: %s: %s\n", path, why);
	return -1;
}

/* Files in /sys tell no size. */
static char *read_file(const char *path, size_t *size)
{
	size_t room = 1 << 20, n;
	FILE *f = fopen(path, "r");
	char *data = NULL;

	if (!f) {
		unreadable(path, strerror(errno));
		return NULL;
	}
	*size = 0;
	do {
		room *= 2;
		data = realloc(data, room);
		if (!data)
			abort();
		n = fread(data + *size, 1, room - *size, f);
		*size += n;
	} while (*size == room);
	fclose(f);
	return data;
}

/* Where the section .BTF of an ELF file is; NULL if there is none. */
static const char *elf_section(const char *data, size_t size, size_t *length)
{
	const Elf64_Ehdr *head = (const void *)data;
	const Elf64_Shdr *sections, *names, *s;

	if (size < sizeof(*head) || head->e_ident[EI_CLASS] != ELFCLASS64 ||
	    head->e_shoff > size || head->e_shentsize != sizeof(*s) ||
	    (size - head->e_shoff) / sizeof(*s) < head->e_shnum ||
	    head->e_shstrndx >= head->e_shnum)
		return NULL;

	sections = (const void *)(data + head->e_shoff);
	names = &sections[head->e_shstrndx];
	for (s = sections; s < sections + head->e_shnum; s++) {
		if (names->sh_offset + s->sh_name + sizeof(".BTF") > size ||
		    strcmp(data + names->sh_offset + s->sh_name, ".BTF"))
			continue;
		if (s->sh_offset > size || s->sh_size > size - s->sh_offset)
			return NULL;
		*length = s->sh_size;
		return data + s->sh_offset;
	}
	return NULL;
}

/* Bytes of a type; 0 for a kind that is not known. */
static size_t type_size(const struct btf_type *t)
{
	size_t n = BTF_INFO_VLEN(t->info);

	switch (BTF_INFO_KIND(t->info)) {
	case BTF_KIND_PTR:
	case BTF_KIND_FWD:
	case BTF_KIND_TYPEDEF:
	case BTF_KIND_VOLATILE:
	case BTF_KIND_CONST:
	case BTF_KIND_RESTRICT:
	case BTF_KIND_FUNC:
	case BTF_KIND_FLOAT:
	case BTF_KIND_TYPE_TAG:
		return sizeof(*t);
	case BTF_KIND_INT:
		return sizeof(*t) + sizeof(uint32_t);
	case BTF_KIND_ARRAY:
		return sizeof(*t) + sizeof(struct btf_array);
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
		return sizeof(*t) + n * sizeof(struct btf_member);
	case BTF_KIND_ENUM:
		return sizeof(*t) + n * sizeof(struct btf_enum);
	case BTF_KIND_ENUM64:
		return sizeof(*t) + n * sizeof(struct btf_enum64);
	case BTF_KIND_FUNC_PROTO:
		return sizeof(*t) + n * sizeof(struct btf_param);
	case BTF_KIND_VAR:
		return sizeof(*t) + sizeof(struct btf_var);
	case BTF_KIND_DATASEC:
		return sizeof(*t) + n * sizeof(struct btf_var_secinfo);
	case BTF_KIND_DECL_TAG:
		return sizeof(*t) + sizeof(struct btf_decl_tag);
	}
	return 0;
}

/* Finds where each type begins: they have different sizes and no index. */
static int index_types(struct btf *btf, const char *at, const char *end)
{
	const struct btf_type *t;
	uint32_t room = 0;
	size_t size;

	for (btf->nr_types = 1; at < end; btf->nr_types++) {
		t = (const void *)at;
		size = (size_t)(end - at) < sizeof(*t) ? 0 : type_size(t);
		if (!size || size > (size_t)(end - at))
			return -1;
		if (btf->nr_types >= room) {
			room = room ? room * 2 : 1 << 16;
			btf->types = realloc(btf->types, room * sizeof(*btf->types));
			if (!btf->types)
				abort();
		}
		btf->types[btf->nr_types] = t;
		at += size;
	}
	return 0;
}

int btf_load(struct btf *btf, const char *path)
{
	const struct btf_header *head;
	const char *section;
	size_t size, body;

	memset(btf, 0, sizeof(*btf));
	btf->path = path;
	btf->data = read_file(path, &size);
	if (!btf->data)
		return -1;
	section = btf->data;
	if (size > SELFMAG && !memcmp(section, ELFMAG, SELFMAG)) {
		section = elf_section(section, size, &size);
		if (!section)
			return unreadable(path, "has no section .BTF");
	}

	head = (const void *)section;
	if (size < sizeof(*head) || head->magic != BTF_MAGIC || head->hdr_len > size)
		return unreadable(path, "is not BTF");
	body = size - head->hdr_len;
	if (head->type_off > body || head->type_len > body - head->type_off ||
	    head->str_off > body || head->str_len > body - head->str_off ||
	    !head->str_len || section[head->hdr_len + head->str_off + head->str_len - 1])
		return unreadable(path, "is cut short");
	section += head->hdr_len;
	btf->strings = section + head->str_off;
	btf->strings_size = head->str_len;
	if (index_types(btf, section + head->type_off,
			section + head->type_off + head->type_len))
		return unreadable(path, "has a type that this program does not know");
	return 0;
}

void btf_free(struct btf *btf)
{
	free(btf->types);
	free(btf->data);
}

const char *btf_name(const struct btf *btf, uint32_t offset)
{
	return offset < btf->strings_size ? btf->strings + offset : "";
}

uint32_t btf_next_struct(const struct btf *btf, const char *name, uint32_t after)
{
	uint32_t id;

	for (id = after + 1; id < btf->nr_types; id++)
		if (BTF_INFO_KIND(btf->types[id]->info) == BTF_KIND_STRUCT &&
		    !strcmp(btf_name(btf, btf->types[id]->name_off), name))
			return id;
	return 0;
}

uint32_t btf_plain(const struct btf *btf, uint32_t id)
{
	for (; id && id < btf->nr_types; id = btf->types[id]->type) {
		switch (BTF_INFO_KIND(btf->types[id]->info)) {
		case BTF_KIND_TYPEDEF:
		case BTF_KIND_VOLATILE:
		case BTF_KIND_CONST:
		case BTF_KIND_RESTRICT:
		case BTF_KIND_TYPE_TAG:
			continue;
		}
		return id;
	}
	return 0;
}
