// SPDX-License-Identifier: GPL-2.0
/*
 * Small guests, each of which goes wrong on a Bochs without one of the patches in
 * benchmarks/bochs-patches; and L1 itself, where no guest is needed.  Runs in L1, and prints
 * TAP.
 *
 * The guests tell what they do in letters, written to a port.
 */
#include <cpuid.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "micro/vm/vm.h"

#define HANDLER		0x1700
#define UNWANTED	0x1800
#define FAR_AWAY	0x20000	/* a page of code with nothing else in it */
#define COUNTER		0x9000
#define PATIENCE	2000	/* ms of L1's time */
#define SVM_RSM		115	/* a row of the ledger */
#define MAX_LETTERS	16

#define MSR_KERNEL_GS_BASE	0xc0000102
#define CPUID_7_EBX_ERMS	(1 << 9)
#define CPUID_7_ECX_LA57	(1 << 16)
#define CPUID_7_EDX_FSRM	(1 << 4)

static int number;

static void check(bool ok, const char *name, const char *format, const char *detail)
{
	printf("%sok %d - %s\n", ok ? "" : "not ", ++number, name);
	if (!ok)
		printf(format, detail);
	fflush(stdout);
}

static void skip(const char *name, const char *why)
{
	printf("ok %d - %s # SKIP %s\n", ++number, name, why);
	fflush(stdout);
}

static bool is_amd(void)
{
	unsigned int a, b = 0, c, d;

	__get_cpuid(0, &a, &b, &c, &d);
	return b == signature_AMD_ebx;
}

/* Each vector of the real mode's table leads to a handler that writes '?' and halts. */
static void expect_nothing(struct vm *vm)
{
	static const uint8_t code[] = { 0xb0, '?', 0xe6, VM_PORT, 0xf4 };
	uint32_t unwanted = UNWANTED;
	unsigned int i;

	for (i = 0; i < 256; i++)
		vm_put(vm, 4 * i, &unwanted, sizeof(unwanted));
	vm_put(vm, UNWANTED, code, sizeof(code));
}

/* A handler of the real mode that writes a letter and returns. */
static void expect(struct vm *vm, unsigned int vector, uint32_t at, char letter)
{
	const uint8_t code[] = { 0xb0, letter, 0xe6, VM_PORT, 0xcf };

	vm_put(vm, 4 * vector, &at, sizeof(at));
	vm_put(vm, at, code, sizeof(code));
}

/* Run until it halts, for MAX_LETTERS at most; @between is done after each letter. */
static void collect(struct vm *vm, char *letters, void (*between)(struct vm *vm))
{
	int n = 0;

	while (n < MAX_LETTERS && vm_run(vm, PATIENCE) == VM_OUT) {
		letters[n++] = vm->out;
		if (between)
			between(vm);
	}
	letters[n] = '\0';
}

static void check_letters(const char *name, const char *got, const char *wanted)
{
	char format[64];

	snprintf(format, sizeof(format), "# wanted %s, got %%s\n", wanted);
	check(!strcmp(got, wanted), name, format, got);
}

/*
 * Software interrupts whose delivery exits, for the page with the vectors has to be mapped
 * first: what was being delivered, and where it returns to.
 */
static void test_delivery_exits(void)
{
	static const uint8_t code[] = {
		0xb0, 'S', 0xe6, VM_PORT, 0xcd, 0x21,
		0xb0, 'R', 0xe6, VM_PORT, 0xcc,
		0xb0, 'U', 0xe6, VM_PORT, 0xcd, 0x21,
		0xb0, 'V', 0xe6, VM_PORT, 0xf4,
	};
	char letters[MAX_LETTERS + 1];
	struct vm vm;

	vm_create(&vm, false);
	vm_put(&vm, VM_CODE, code, sizeof(code));
	expect_nothing(&vm);
	expect(&vm, 0x21, HANDLER, 'A');
	expect(&vm, 3, HANDLER + 16, 'B');
	collect(&vm, letters, vm_forget_page_0);
	check_letters("an event whose delivery exits is delivered once, and as what it is",
		      letters, "SARBUAV");
	vm_destroy(&vm);
}

/* The address of a page fault that is the guest's own. */
static void test_cr2(void)
{
	static const uint8_t code[] = { 0xa1, 0, 0, 0xc0, 0, 0xf4 };	/* mov eax,[0xc00000] */
	static const uint8_t handler[] = { 0x0f, 0x20, 0xd0, 0xe7, VM_PORT, 0xf4 };
	const uint32_t large_page = 0x83;
	struct kvm_sregs sregs;
	enum vm_end end;
	char text[32];
	struct vm vm;

	vm_create(&vm, false);
	vm_put(&vm, VM_CODE, code, sizeof(code));
	vm_put(&vm, HANDLER, handler, sizeof(handler));
	vm_put(&vm, 0x10000, &large_page, sizeof(large_page));
	vm_protect(&vm, &sregs);
	vm_gate(&vm, 14, HANDLER);
	sregs.cr3 = 0x10000;
	sregs.cr4 = 0x10;
	sregs.cr0 |= 0x80000000;
	vm_set_sregs(&vm, &sregs);
	end = vm_run(&vm, PATIENCE);
	snprintf(text, sizeof(text), "%s %#x", end == VM_OUT ? "told" : "silent", vm.out);
	check(!strcmp(text, "told 0xc00000"), "a guest's page fault has its own address",
	      "# it %s\n", text);
	vm_destroy(&vm);
}

/* How many exits of a reason there were, by the meter's ledger; -1 if there is none. */
static long exits_of(const struct vm *vm, unsigned int reason)
{
	char path[128], line[256];
	unsigned int row;
	long n, exits = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/sys/kernel/debug/kvm/%d-%d/vcpu0/exitmeter", getpid(),
		 vm->fd);
	f = fopen(path, "r");
	if (!f)
		return -1;
	while (fgets(line, sizeof(line), f))
		if (sscanf(line, "%u %ld", &row, &n) == 2 && row == reason)
			exits = n;
	fclose(f);
	return exits;
}

/*
 * System management mode that KVM plays ends by an RSM that the CPU would refuse.  AMD's tells
 * KVM of it by an exit; without that KVM finds out by an invalid opcode, as on Intel's.
 */
static void test_rsm(void)
{
	static const char name[] = "RSM ends a system management mode that KVM plays";
	static const uint8_t code[] = { 0xb0, 'N', 0xe6, VM_PORT, 0xb0, 'O', 0xe6, VM_PORT, 0xf4 };
	static const uint8_t in_smm[] = { 0xb0, 'M', 0xe6, VM_PORT, 0x0f, 0xaa };
	char letters[MAX_LETTERS + 2] = "N", text[32];
	struct vm vm;

	vm_create(&vm, false);
	if (ioctl(vm.fd, KVM_CHECK_EXTENSION, KVM_CAP_X86_SMM) < 1) {
		skip(name, "this KVM has no SMM");
		goto out;
	}
	vm_put(&vm, VM_CODE, code, sizeof(code));
	vm_put(&vm, 0x38000, in_smm, sizeof(in_smm));
	expect_nothing(&vm);
	if (vm_run(&vm, PATIENCE) != VM_OUT || vm.out != 'N' || ioctl(vm.vcpu, KVM_SMI, 0))
		letters[0] = '-';
	collect(&vm, letters + 1, NULL);
	check_letters(name, letters, "NMO");
	snprintf(text, sizeof(text), "%ld", exits_of(&vm, SVM_RSM));
	if (is_amd())
		check(!strcmp(text, "1"), "RSM exits by itself", "# it did %s times\n", text);
out:
	vm_destroy(&vm);
}

/* What a processor that is started by SIPI has in TR, as APM has it. */
static void test_long_mode(void)
{
	static const char name[] = "long mode is entered with a 16-bit TSS";
	static const uint8_t code[] = {
		0x0f, 0x20, 0xc0, 0x0d, 0, 0, 0, 0x80, 0x0f, 0x22, 0xc0,	/* cr0 |= PG */
		0xb0, 'L', 0xe6, VM_PORT, 0xf4,
	};
	static const uint64_t tables[] = { 0x14003, 0x15003, 0x83 };
	char letters[MAX_LETTERS + 1];
	struct kvm_sregs sregs;
	struct vm vm;
	int i;

	if (!is_amd()) {
		skip(name, "a CPU of Intel's refuses that");
		return;
	}
	vm_create(&vm, false);
	vm_put(&vm, VM_CODE, code, sizeof(code));
	for (i = 0; i < 3; i++)
		vm_put(&vm, 0x13000 + 0x1000 * i, &tables[i], sizeof(tables[i]));
	vm_protect(&vm, &sregs);
	sregs.tr.type = 3;
	sregs.cr3 = 0x13000;
	sregs.cr4 = 0x20;
	sregs.efer = 0x100;
	vm_set_sregs(&vm, &sregs);
	collect(&vm, letters, NULL);
	check_letters(name, letters, "L");
	vm_destroy(&vm);
}

/*
 * A guest with five levels of page tables on a host with four, with addresses that the host
 * can't use: of memory, of GS, and of the other GS, which the host has to load for it.
 */
static void test_five_levels(void)
{
	static const char name[] = "a guest has five levels of page tables, its host four";
	static const uint8_t code[] = {
		0xb0, 'A', 0xe6, VM_PORT,
		0x48, 0xb9, 0, 0x90, 0, 0, 0, 0, 1, 0,		/* mov rcx, 2^48 + 0x9000 */
		0x8a, 0x01, 0xe6, VM_PORT,			/* mov al, [rcx] */
		0x65, 0x8a, 0x04, 0x25, 1, 0x90, 0, 0,		/* mov al, gs:[0x9001] */
		0xe6, VM_PORT,
		0x0f, 0x01, 0xf8,				/* swapgs */
		0x65, 0x8a, 0x04, 0x25, 1, 0x90, 0, 0,
		0xe6, VM_PORT, 0xf4,
	};
	char letters[MAX_LETTERS + 1];
	struct kvm_sregs sregs;
	struct vm vm;

	vm_create(&vm, false);
	if (!(vm_cpuid(7)->ecx & CPUID_7_ECX_LA57)) {
		skip(name, "this CPU has four");
		goto out;
	}
	vm_put(&vm, VM_CODE, code, sizeof(code));
	vm_put(&vm, 0x9000, "BCD", 3);
	vm_five_levels(&vm, &sregs, 0x13000);
	sregs.gs.base = 1ull << 48;
	vm_set_sregs(&vm, &sregs);
	vm_set_msr(&vm, MSR_KERNEL_GS_BASE, (1ull << 48) + 1);
	collect(&vm, letters, NULL);
	check_letters(name, letters, "ABCD");
out:
	vm_destroy(&vm);
}

/*
 * Linux 6.1's memmove() takes for granted that a CPU whose short REP MOVSB is fast
 * has the fast long one.
 */
static void test_fast_strings(void)
{
	struct vm vm;

	vm_create(&vm, false);
	check(!(vm_cpuid(7)->edx & CPUID_7_EDX_FSRM) || vm_cpuid(7)->ebx & CPUID_7_EBX_ERMS,
	      "no guest is given fast short REP MOVSB without enhanced REP MOVSB", "# it is%s\n",
	      "");
	vm_destroy(&vm);
}

/*
 * What each exit of an instruction tells is enough to carry it out: it need not be fetched
 * again.  It can't be: the guest has just taken its page away, and the CPU executes what
 * it still has in its TLB.  What comes next faults, or does not where shadow pages have
 * not noticed yet; the guest tells where that was.
 */
struct exiting {
	const char *name;
	bool only_amd;
	uint8_t code[8];
	size_t size;
};

static const struct exiting exiting[] = {
	{ "MOV from CR4", false, { 0x0f, 0x20, 0xe0 }, 3 },
	{ "MOV to CR3", false, { 0x0f, 0x22, 0xdb }, 3 },
	{ "INVLPG", false, { 0x0f, 0x01, 0x3d, 0, 0, 0xc0, 0 }, 7 },
	/* In an address that has no memory behind it. */
	{ "a write to a device", true, { 0xa3, 0, 0, 0xc0, 0 }, 5 },
};

/* Page by page from 0; the pages' table itself at 4 MiB, and a large page at 12 MiB. */
static void map_pages(struct vm *vm)
{
	static const uint32_t directory[] = { 0x13003, 0x14003, 0, 0xc00083 };
	uint32_t i, entry;

	vm_put(vm, 0x10000, directory, sizeof(directory));
	for (i = 0; i < VM_MEMORY >> 12; i++) {
		entry = i << 12 | 3;
		vm_put(vm, 0x13000 + 4 * i, &entry, sizeof(entry));
	}
	entry = 0x13003;
	vm_put(vm, 0x14000, &entry, sizeof(entry));
}

static void test_without_fetch(void)
{
	static const uint8_t jump[] = { 0xb8, 0, 0, 2, 0, 0xff, 0xe0 };	/* to FAR_AWAY */
	static const uint8_t before[] = {
		0x0f, 0x20, 0xdb,			/* mov ebx,cr3 */
		0xa1, 0x80, 0, 0x40, 0,			/* eax = the entry of this page */
		0xa3, 0x80, 0, 0x40, 0,			/* KVM shadows it no more */
		0x31, 0xc0, 0xa3, 0x80, 0, 0x40, 0,	/* not present */
	};
	static const uint8_t handler[] = {
		0x8b, 0x44, 0x24, 4, 0xe7, VM_PORT, 0xf4,	/* eip of the fault */
	};
	uint8_t after[] = { 0xb8, 0, 0, 0, 0, 0xe7, VM_PORT, 0xf4 };
	char name[80], text[64];
	struct kvm_sregs sregs;
	uint32_t next;
	enum vm_end end;
	struct vm vm;
	size_t i;

	for (i = 0; i < sizeof(exiting) / sizeof(exiting[0]); i++) {
		const struct exiting *x = &exiting[i];

		snprintf(name, sizeof(name), "%s that exits is not fetched again", x->name);
		if (x->only_amd && !is_amd()) {
			skip(name, "a CPU of Intel's does not tell");
			continue;
		}
		vm_create(&vm, false);
		map_pages(&vm);
		next = FAR_AWAY + sizeof(before) + x->size;
		memcpy(after + 1, &next, sizeof(next));
		vm_put(&vm, VM_CODE, jump, sizeof(jump));
		vm_put(&vm, FAR_AWAY, before, sizeof(before));
		vm_put(&vm, FAR_AWAY + sizeof(before), x->code, x->size);
		vm_put(&vm, next, after, sizeof(after));
		vm_put(&vm, HANDLER, handler, sizeof(handler));
		vm_protect(&vm, &sregs);
		vm_gate(&vm, 14, HANDLER);
		sregs.cr3 = 0x10000;
		sregs.cr4 = 0x10;
		sregs.cr0 |= 0x80000000;
		vm_set_sregs(&vm, &sregs);
		do {
			end = vm_run(&vm, PATIENCE);
		} while (end == VM_OTHER && vm.run->exit_reason == KVM_EXIT_MMIO);
		snprintf(text, sizeof(text), "%s at %+d", end == VM_OUT ? "went on" : "was silent",
			 (int)(vm.out - next));
		check(!strcmp(text, "went on at +0"), name, "# it %s\n", text);
		vm_destroy(&vm);
	}
}

static void enable_apic(struct vm *vm)
{
	struct kvm_lapic_state apic;

	if (ioctl(vm->vcpu, KVM_GET_LAPIC, &apic))
		return;
	apic.regs[0xf0] = 0xff;		/* the spurious vector, */
	apic.regs[0xf1] = 1;		/* and on */
	ioctl(vm->vcpu, KVM_SET_LAPIC, &apic);
}

/*
 * An interrupt that came while the guest had its off, to one that turns them on and halts, as
 * an idle loop does, without an exit.  It may not sleep until the host's next one.
 */
static void test_halted(void)
{
	static const char name[] = "an interrupt that waits for STI ends the HLT behind it";
	static const uint8_t code[] = {
		0xfa, 0xb0, 'R', 0xe6, VM_PORT,			/* ready */
		0x0f, 0x31, 0x89, 0xc6,				/* esi = TSC */
		0xfb, 0xf4, 0xeb, 0xf3,				/* sti; hlt; again */
	};
	static const uint8_t handler[] = {
		0x0f, 0x31, 0x29, 0xf0, 0xe7, VM_PORT,		/* TSC - esi */
		0xc7, 0x05, 0xb0, 0, 0xe0, 0xfe, 0, 0, 0, 0, 0xcf,
	};
	struct kvm_msi msi = { .address_lo = 0xfee00000, .data = 0x40 };
	struct kvm_sregs sregs;
	uint32_t longest = 0;
	char text[64];
	struct vm vm;
	int i;

	vm_create(&vm, true);
	vm_put(&vm, VM_CODE, code, sizeof(code));
	vm_put(&vm, HANDLER, handler, sizeof(handler));
	vm_protect(&vm, &sregs);
	vm_gate(&vm, 0x40, HANDLER);
	enable_apic(&vm);
	for (i = 0; i < 8; i++) {
		if (vm_run(&vm, PATIENCE) != VM_OUT || vm.out != 'R')
			break;
		vm_ioctl(&vm, KVM_SIGNAL_MSI, &msi, "KVM_SIGNAL_MSI");
		if (vm_run(&vm, PATIENCE) != VM_OUT)
			break;
		longest = vm.out > longest ? vm.out : longest;
	}
	snprintf(text, sizeof(text), "%d times, for %u cycles", i, longest);
	check(i == 8 && longest < 100000, name, "# it slept %s\n", text);
	vm_destroy(&vm);
}

static void be_on_cpu(int cpu)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	sched_setaffinity(0, sizeof(set), &set);
}

static atomic_bool enough;

static void *send_interrupts(void *argument)
{
	struct kvm_msi msi = { .address_lo = 0xfee00000, .data = 0x40 };
	struct vm *vm = argument;

	be_on_cpu(1);
	while (!enough)
		vm_ioctl(vm, KVM_SIGNAL_MSI, &msi, "KVM_SIGNAL_MSI");
	return NULL;
}

/*
 * Interrupts from another CPU to a guest that exits all the time: now and then KVM has taken
 * a posted one in the moment before it enters, and the CPU is notified of none.
 */
static void test_empty_request(void)
{
	static const char name[] = "a posted-interrupt request may be empty";
	static const uint8_t code[] = { 0xfb, 0x31, 0xc0, 0x0f, 0xa2, 0xeb, 0xfa }; /* cpuid */
	static const uint8_t handler[] = {
		0xff, 0x05, 0, 0x90, 0, 0,				/* counted, */
		0xc7, 0x05, 0xb0, 0, 0xe0, 0xfe, 0, 0, 0, 0, 0xcf,	/* and the end of it */
	};
	static const uint8_t unwanted[] = { 0xb0, 'U', 0xe6, VM_PORT, 0xf4 };
	struct kvm_sregs sregs;
	sigset_t alarm;
	pthread_t other;
	char text[64];
	enum vm_end end;
	uint32_t count;
	struct vm vm;

	if (sysconf(_SC_NPROCESSORS_ONLN) < 2) {
		skip(name, "it takes two CPUs");
		return;
	}
	vm_create(&vm, true);
	vm_put(&vm, VM_CODE, code, sizeof(code));
	vm_put(&vm, HANDLER, handler, sizeof(handler));
	vm_put(&vm, UNWANTED, unwanted, sizeof(unwanted));
	vm_protect(&vm, &sregs);
	vm_gate(&vm, 0x40, HANDLER);
	vm_gate(&vm, 0xff, UNWANTED);
	enable_apic(&vm);
	be_on_cpu(0);
	/* The alarm is for the vCPU. */
	sigemptyset(&alarm);
	sigaddset(&alarm, SIGALRM);
	sigprocmask(SIG_BLOCK, &alarm, NULL);
	enough = pthread_create(&other, NULL, send_interrupts, &vm) != 0;
	sigprocmask(SIG_UNBLOCK, &alarm, NULL);
	if (enough) {
		check(false, name, "# %s\n", "no thread");
		goto out;
	}
	end = vm_run(&vm, 200);
	enough = true;
	pthread_join(other, NULL);
	memcpy(&count, vm.memory + COUNTER, sizeof(count));
	snprintf(text, sizeof(text), "%s after %u interrupts",
		 end == VM_TIMEOUT ? "ran on" : "got another vector", count);
	check(end == VM_TIMEOUT && count >= 100, name, "# it %s\n", text);
out:
	vm_destroy(&vm);
}

/* How often the CPUs of L1 looked for something to do. */
static long idle_calls(void)
{
	FILE *f = fopen("/proc/timer_list", "r");
	char line[256];
	long n, sum = 0;

	while (f && fgets(line, sizeof(line), f))
		if (sscanf(line, " .idle_calls : %ld", &n) == 1)
			sum += n;
	if (f)
		fclose(f);
	return sum;
}

/* CPUs that idle sleep until there is something to do, rather than wake each other. */
static void test_idle(void)
{
	static const char name[] = "CPUs that idle do not wake each other";
	char text[64];
	long before, n;

	if (sysconf(_SC_NPROCESSORS_ONLN) < 2) {
		skip(name, "it takes two CPUs");
		return;
	}
	before = idle_calls();
	usleep(100 * 1000);
	n = idle_calls() - before;
	snprintf(text, sizeof(text), "%ld times in 100 ms", n);
	check(n > 0 && n < 1000, name, "# they woke %s\n", text);
}

/*
 * The host's timer ends the turn of a guest that has interrupts off. The last, for if that goes
 * wrong nothing else runs any more.
 */
static void test_interrupts_off(void)
{
	static const uint8_t code[] = { 0xfa, 0xeb, 0xfe };	/* cli; for ever */
	enum vm_end end;
	struct vm vm;

	vm_create(&vm, false);
	vm_put(&vm, VM_CODE, code, sizeof(code));
	end = vm_run(&vm, 50);
	if (end == VM_TIMEOUT)
		end = vm_run(&vm, 50);
	check(end == VM_TIMEOUT, "the host's interrupts come through to it while a guest has its off",
	      "# it ended %s\n", "by itself");
	vm_destroy(&vm);
}

int main(void)
{
	static void (*const tests[])(void) = {
		test_delivery_exits, test_cr2, test_rsm, test_long_mode, test_five_levels,
		test_fast_strings, test_without_fetch, test_halted, test_empty_request, test_idle,
		test_interrupts_off,
	};
	size_t i;

	for (i = 0; i < sizeof(tests) / sizeof(tests[0]); i++)
		tests[i]();
	printf("1..%d\n", number);
	return 0;
}
