// SPDX-License-Identifier: GPL-2.0
/*
 * workload-nested: L2 is a hypervisor itself.  It loads KVM, with nested paging of its own
 * or without, and runs a guest of a few instructions, L3; one operation is one of what
 * L3 does.
 *
 * Hardware knows one level of guests.  Each exit of L3 goes to L1, whose KVM either deals with it or
 * plays an exit to L2, and so does each of the instructions with which L2 then
 * runs L3 again.
 */
#include <argp.h>
#include <cpuid.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "shared/work.h"
#include "vm/vm.h"

#define MODULES		"/lib/modules/"
#define PAGE_DIRECTORY	0x10000
/* Memory of L3 that nothing else uses. */
#define PAGES		0x100000
#define MAX_OPERATIONS	((VM_MEMORY - PAGES) / PAGE)
#define CR0_PG		(1u << 31)
#define CR4_PSE		(1 << 4)

static const char doc[] =
	"Be a hypervisor: load KVM, with nested paging of its own (tdp) or without (shadow), "
	"run a guest that does KIND N times, and unload it. Must be root, in a guest "
	"whose KVM lets it have virtual machines.\v"
	"KIND is one of\n"
	"  cpuid   CPUID, which KVM answers\n"
	"  out     OUT to a port that the VMM has\n"
	"  touch   the first write to a page\n"
	"  cr3     write to CR3 what is in it\n\n"
	"EXAMPLE:\n"
	"  exitmeter stat -- workload-nested shadow cr3 1000\n\n"
	"Exit status: 0 ok, 1 there is no such KVM or it failed, 2 bad usage.";

/* What L3 does, in 32-bit mode: ESI counts, EDI is the next page, CR3 is in EAX. */
static const struct kind {
	const char *name;
	const char *operation;
	uint8_t code[10];
	uint8_t size;
} kinds[] = {
	{ "cpuid", "CPUIDs of L3", { 0x31, 0xc0, 0x0f, 0xa2 }, 4 },
	{ "out", "OUTs of L3", { 0xe6, VM_PORT }, 2 },
	/* mov [edi], edi; add edi, 4096 */
	{ "touch", "pages of L3", { 0x89, 0x3f, 0x81, 0xc7, 0x00, 0x10, 0x00, 0x00 }, 8 },
	{ "cr3", "writes to CR3 of L3", { 0x0f, 0x22, 0xd8 }, 3 },
};

#define NR_KINDS (sizeof(kinds) / sizeof(kinds[0]))

/* Its module, and the parameter of that for nested paging. */
struct vendor {
	const char *module;
	const char *parameter;
	const char *shown;
};

static const struct vendor intel = {
	"kvm-intel", "ept", "/sys/module/kvm_intel/parameters/ept",
};

static const struct vendor amd = {
	"kvm-amd", "npt", "/sys/module/kvm_amd/parameters/npt",
};

static struct {
	bool tdp;
	const struct kind *kind;
	long operations;
} options;

static void parse_kind(struct argp_state *state, const char *arg)
{
	size_t i;

	for (i = 0; i < NR_KINDS; i++)
		if (!strcmp(kinds[i].name, arg))
			options.kind = &kinds[i];
	if (!options.kind)
		argp_error(state, "\"%s\" is no KIND", arg);
}

static void parse_operations(struct argp_state *state, const char *arg)
{
	char *end;

	options.operations = strtol(arg, &end, 10);
	if (end == arg || *end || options.operations < 0 || options.operations > MAX_OPERATIONS)
		argp_error(state, "\"%s\" is not a number from 0 to %ld", arg, MAX_OPERATIONS);
}

static error_t parse(int key, char *arg, struct argp_state *state)
{
	if (key == ARGP_KEY_END && state->arg_num != 3)
		argp_error(state, "give tdp or shadow, a KIND, and a number");
	if (key != ARGP_KEY_ARG)
		return key == ARGP_KEY_END ? 0 : ARGP_ERR_UNKNOWN;
	switch (state->arg_num) {
	case 0:
		options.tdp = !strcmp(arg, "tdp");
		if (!options.tdp && strcmp(arg, "shadow"))
			argp_error(state, "\"%s\" is neither tdp nor shadow", arg);
		return 0;
	case 1:
		parse_kind(state, arg);
		return 0;
	case 2:
		parse_operations(state, arg);
		return 0;
	default:
		return ARGP_ERR_UNKNOWN;
	}
}

static const struct vendor *find_vendor(void)
{
	unsigned int a, b = 0, c, d;

	__get_cpuid(0, &a, &b, &c, &d);
	return b == signature_AMD_ebx ? &amd : &intel;
}

static void load(const char *module, const char *parameters)
{
	char path[64];
	int fd;

	snprintf(path, sizeof(path), MODULES "%s.ko", module);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || syscall(SYS_finit_module, fd, parameters, 0))
		work_fail(path);
	close(fd);
}

static void unload(const char *module)
{
	char name[32], *dash;

	snprintf(name, sizeof(name), "%s", module);
	dash = strchr(name, '-');
	if (dash)
		*dash = '_';
	if (syscall(SYS_delete_module, name, O_NONBLOCK))
		work_fail(name);
}

/* A KVM that can't page as it is asked to pages in another way, and says so here alone. */
static void check_paging(const struct vendor *vendor)
{
	char shown = 0;
	FILE *f = fopen(vendor->shown, "r");

	if (!f || fscanf(f, "%c", &shown) != 1)
		work_fail(vendor->shown);
	fclose(f);
	if ((shown == 'Y') == options.tdp)
		return;
	fprintf(stderr, "workload-nested: %s is %c: KVM gives this guest no nested paging\n",
		vendor->shown, shown);
	exit(1);
}

static void load_kvm(const struct vendor *vendor)
{
	char parameters[16];

	snprintf(parameters, sizeof(parameters), "%s=%d", vendor->parameter, options.tdp);
	load("irqbypass", "");
	load("kvm", "");
	load(vendor->module, parameters);
	check_paging(vendor);
}

static void unload_kvm(const struct vendor *vendor)
{
	unload(vendor->module);
	unload("kvm");
	unload("irqbypass");
}

/* mov esi, N; mov edi, PAGES; mov eax, cr3; again: KIND; dec esi; jnz again; hlt */
static void write_loop(struct vm *vm)
{
	uint8_t code[64] = { 0xbe, 0, 0, 0, 0, 0xbf, 0, 0, 0, 0, 0x0f, 0x20, 0xd8 };
	const uint32_t n = options.operations, pages = PAGES;
	size_t at = 13;

	memcpy(code + 1, &n, sizeof(n));
	memcpy(code + 6, &pages, sizeof(pages));
	if (n) {
		memcpy(code + at, options.kind->code, options.kind->size);
		at += options.kind->size;
		code[at++] = 0x4e;
		code[at++] = 0x75;
		code[at++] = -(options.kind->size + 3);
	}
	code[at] = 0xf4;
	vm_put(vm, VM_CODE, code, sizeof(code));
}

/* Its addresses are its physical ones, by pages of 4 MiB. */
static void create(struct vm *vm)
{
	const uint32_t directory[] = { 0x83, 0x400083 };
	struct kvm_sregs sregs;

	vm_create(vm, false);
	vm_put(vm, PAGE_DIRECTORY, directory, sizeof(directory));
	write_loop(vm);
	vm_protect(vm, &sregs);
	sregs.cr3 = PAGE_DIRECTORY;
	sregs.cr4 = CR4_PSE;
	sregs.cr0 |= CR0_PG;
	vm_set_sregs(vm, &sregs);
}

static void run(struct vm *vm)
{
	long outs = 0;
	enum vm_end end;

	while ((end = vm_run(vm, 0)) == VM_OUT)
		outs++;
	if (end == VM_HLT && outs == (strcmp(options.kind->name, "out") ? 0 : options.operations))
		return;
	fprintf(stderr, "workload-nested: L3 ended with KVM's exit reason %u after %ld OUTs\n",
		vm->run->exit_reason, outs);
	exit(1);
}

int main(int argc, char **argv)
{
	static const struct argp argp = { NULL, parse, "tdp|shadow KIND N", doc, NULL, NULL, NULL };
	const struct vendor *vendor = find_vendor();
	struct vm vm;

	argp_err_exit_status = 2;
	argp_parse(&argp, argc, argv, 0, NULL, NULL);
	load_kvm(vendor);
	create(&vm);
	run(&vm);
	vm_destroy(&vm);
	unload_kvm(vendor);
	printf("operations %ld %s\n", options.operations, options.kind->operation);
	return 0;
}
