// SPDX-License-Identifier: GPL-2.0
/*
 * kvm-layout: may these KVM modules be loaded into this kernel?
 *
 * The kernel itself reads and writes struct kvm_vcpu at offsets that it was
 * compiled with, and no version check of a module covers that. Modules with
 * another layout load well and corrupt memory.
 */
#include <argp.h>
#include <stdio.h>
#include <stdlib.h>

#include "compare.h"

enum { EXIT_DIFFERS = 1, EXIT_UNUSABLE = 2 };

/* What is in these by value, such as kvm_vcpu_arch and kvm_vcpu_stat, is compared too. */
static char *default_structs[] = { "kvm_vcpu", "kvm", NULL };

static const char doc[] =
	"Compare the layout of KVM's structs in KERNEL and in MODULES: size, and name, "
	"place and type of each member.\v"
	"KERNEL is /sys/kernel/btf/vmlinux, or a file with the kernel's BTF. MODULES is the "
	"BTF of kvm.ko. STRUCTs default to kvm_vcpu and kvm. Exit status: 0 they are "
	"alike, 1 they differ, 2 they could not be compared.\n\n"
	"EXAMPLES\n"
	"  kvm-layout /sys/kernel/btf/vmlinux build/modules/6.1.0-56-amd64/kvm.btf\n";

struct arguments {
	char **arg;
	int nr;
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct arguments *a = state->input;

	(void)arg;
	switch (key) {
	case ARGP_KEY_ARGS:
		a->arg = state->argv + state->next;
		a->nr = state->argc - state->next;
		return 0;
	case ARGP_KEY_END:
		if (a->nr < 2)
			argp_usage(state);
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static int compare(const struct arguments *a)
{
	struct btf kernel = { 0 }, modules = { 0 };
	struct comparison c = { .kernel = &kernel, .modules = &modules };
	char **name = a->nr > 2 ? a->arg + 2 : default_structs;
	int status = 0;

	if (btf_load(&kernel, a->arg[0]) || btf_load(&modules, a->arg[1]))
		status = EXIT_UNUSABLE;
	for (; !status && *name; name++)
		if (compare_struct(&c, *name))
			status = EXIT_DIFFERS;
	btf_free(&kernel);
	btf_free(&modules);
	if (!status)
		printf("%lu members are where the kernel has them\n", c.members);
	return status;
}

int main(int argc, char **argv)
{
	static const struct argp argp = { NULL, parse, "KERNEL MODULES [STRUCT...]", doc,
					  NULL, NULL, NULL };
	struct arguments a = { 0 };

	argp_err_exit_status = EXIT_UNUSABLE;
	argp_parse(&argp, argc, argv, 0, NULL, &a);
	return compare(&a);
}
