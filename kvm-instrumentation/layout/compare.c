// SPDX-License-Identifier: GPL-2.0
#include "compare.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define PATH_SIZE 512

/* Deeper than any struct of the kernel; stops on nonsense. */
#define MAX_DEPTH 32

/* One place in both files: types, and how to get there from the struct asked for. */
struct place {
	uint32_t kernel;
	uint32_t modules;
	char path[PATH_SIZE];
	int depth;
};

static int differs(const struct place *p, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static int differs(const struct place *p, const char *format, ...)
{
	va_list ap;

	fprintf(stderr, "kvm-layout: %s: ", p->path);
	va_start(ap, format);
	vfprintf(stderr, format, ap);
	va_end(ap);
	fputc('\n', stderr);
	return -1;
}

static int compare_types(struct comparison *c, struct place *p);

static uint32_t bit_offset(const struct btf_type *t, const struct btf_member *m)
{
	return BTF_INFO_KFLAG(t->info) ? BTF_MEMBER_BIT_OFFSET(m->offset) : m->offset;
}

static uint32_t bit_size(const struct btf_type *t, const struct btf_member *m)
{
	return BTF_INFO_KFLAG(t->info) ? BTF_MEMBER_BITFIELD_SIZE(m->offset) : 0;
}

static int compare_members(struct comparison *c, const struct place *p)
{
	const struct btf_type *a = c->kernel->types[p->kernel], *b = c->modules->types[p->modules];
	const struct btf_member *ma = (const void *)(a + 1), *mb = (const void *)(b + 1);
	uint32_t na = BTF_INFO_VLEN(a->info), nb = BTF_INFO_VLEN(b->info), i;
	const char *name_a, *name_b;
	struct place inner;

	for (i = 0; i < na && i < nb; i++, ma++, mb++) {
		name_a = btf_name(c->kernel, ma->name_off);
		name_b = btf_name(c->modules, mb->name_off);
		if (strcmp(name_a, name_b))
			return differs(p, "member %u is '%s' in the kernel and '%s' in the modules",
				       i, name_a, name_b);
		inner = (struct place){ ma->type, mb->type, "", p->depth + 1 };
		snprintf(inner.path, sizeof(inner.path), "%.*s.%s", PATH_SIZE - 128, p->path,
			 *name_a ? name_a : "(unnamed)");
		if (bit_offset(a, ma) != bit_offset(b, mb))
			return differs(&inner, "byte %u in the kernel, byte %u in the modules",
				       bit_offset(a, ma) / 8, bit_offset(b, mb) / 8);
		if (bit_size(a, ma) != bit_size(b, mb))
			return differs(&inner, "%u bits in the kernel, %u in the modules",
				       bit_size(a, ma), bit_size(b, mb));
		if (compare_types(c, &inner))
			return -1;
		c->members++;
	}
	if (na != nb)
		return differs(p, "%u members in the kernel, %u in the modules", na, nb);
	if (a->size != b->size)
		return differs(p, "%u bytes in the kernel, %u in the modules", a->size, b->size);
	return 0;
}

static int compare_arrays(struct comparison *c, struct place *p)
{
	const struct btf_array *a = (const void *)(c->kernel->types[p->kernel] + 1);
	const struct btf_array *b = (const void *)(c->modules->types[p->modules] + 1);

	if (a->nelems != b->nelems)
		return differs(p, "%u elements in the kernel, %u in the modules",
			       a->nelems, b->nelems);
	p->kernel = a->type;
	p->modules = b->type;
	p->depth++;
	return compare_types(c, p);
}

/* Of the two kinds of enum, which is used depends on the program that wrote the BTF. */
static uint32_t kind_of(const struct btf_type *t)
{
	uint32_t kind = BTF_INFO_KIND(t->info);

	return kind == BTF_KIND_ENUM64 ? BTF_KIND_ENUM : kind;
}

static int compare_types(struct comparison *c, struct place *p)
{
	const struct btf_type *a, *b;

	p->kernel = btf_plain(c->kernel, p->kernel);
	p->modules = btf_plain(c->modules, p->modules);
	if (!p->kernel || !p->modules || p->depth > MAX_DEPTH)
		return differs(p, "has a type that makes no sense here");
	a = c->kernel->types[p->kernel];
	b = c->modules->types[p->modules];
	if (kind_of(a) != kind_of(b))
		return differs(p, "is of another kind of type in the modules");

	switch (kind_of(a)) {
	case BTF_KIND_STRUCT:
	case BTF_KIND_UNION:
		return compare_members(c, p);
	case BTF_KIND_ARRAY:
		return compare_arrays(c, p);
	case BTF_KIND_PTR:
		return 0;
	}
	if (a->size != b->size)
		return differs(p, "%u bytes in the kernel, %u in the modules", a->size, b->size);
	return 0;
}

int compare_struct(struct comparison *c, const char *name)
{
	uint32_t kernel = btf_next_struct(c->kernel, name, 0), modules = 0, found = 0;
	struct place p;

	if (!kernel) {
		fprintf(stderr, "kvm-layout: %s knows no struct %s: nothing to compare with\n",
			c->kernel->path, name);
		return -1;
	}
	/* Source files that disagree among themselves give several. */
	while ((modules = btf_next_struct(c->modules, name, modules))) {
		p = (struct place){ kernel, modules, "", 0 };
		snprintf(p.path, sizeof(p.path), "struct %.128s", name);
		if (compare_types(c, &p))
			return -1;
		found++;
	}
	if (!found) {
		fprintf(stderr, "kvm-layout: %s knows no struct %s\n", c->modules->path, name);
		return -1;
	}
	return 0;
}
