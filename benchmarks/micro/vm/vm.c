// SPDX-License-Identifier: GPL-2.0
#include "vm.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <unistd.h>

#include "micro/shared/work.h"

#define STACK		0x8000
#define GDT		0x12000
#define IDT		0x11000
/* Three pages that VMX without unrestricted guests needs. */
#define TSS_ADDRESS	0xfffbd000
#define CR0_PG		(1u << 31)
#define CR4_PAE		(1 << 5)
#define CR4_LA57	(1 << 12)
#define EFER_LME	(1 << 8)
#define EFER_LMA	(1 << 10)
/* Of a slot: the memory as it is in system management mode. */
#define SMM		(1 << 16)

void vm_ioctl(struct vm *vm, unsigned long request, void *argument, const char *what)
{
	if (ioctl(vm->fd, request, argument) < 0)
		work_fail(what);
}

static void set_slot(struct vm *vm, unsigned int slot, uint32_t at, size_t size)
{
	struct kvm_userspace_memory_region region = {
		.slot = slot,
		.guest_phys_addr = at,
		.memory_size = size,
		.userspace_addr = (uintptr_t)vm->memory + at,
	};

	vm_ioctl(vm, KVM_SET_USER_MEMORY_REGION, &region, "KVM_SET_USER_MEMORY_REGION");
}

static bool has_smm(struct vm *vm)
{
	return ioctl(vm->fd, KVM_CHECK_EXTENSION, KVM_CAP_MULTI_ADDRESS_SPACE) > 1;
}

static void make_memory(struct vm *vm)
{
	vm->memory = (uint8_t *)work_pages(VM_MEMORY / PAGE);
	set_slot(vm, 0, 0, PAGE);
	set_slot(vm, 1, PAGE, VM_MEMORY - PAGE);
	if (!has_smm(vm))
		return;
	set_slot(vm, 0 | SMM, 0, PAGE);
	set_slot(vm, 1 | SMM, PAGE, VM_MEMORY - PAGE);
}

/* All that KVM can give it. */
static struct {
	struct kvm_cpuid2 head;
	struct kvm_cpuid_entry2 entries[256];
} cpuid;

static void set_cpuid(struct vm *vm)
{
	cpuid.head.nent = 256;
	if (ioctl(vm->kvm, KVM_GET_SUPPORTED_CPUID, &cpuid) ||
	    ioctl(vm->vcpu, KVM_SET_CPUID2, &cpuid))
		work_fail("CPUID");
}

const struct kvm_cpuid_entry2 *vm_cpuid(uint32_t function)
{
	static const struct kvm_cpuid_entry2 none;
	unsigned int i;

	for (i = 0; i < cpuid.head.nent; i++)
		if (cpuid.entries[i].function == function && !cpuid.entries[i].index)
			return &cpuid.entries[i];
	return &none;
}

static void make_vcpu(struct vm *vm)
{
	struct kvm_regs regs = { .rip = VM_CODE, .rsp = STACK, .rflags = 2 };
	struct kvm_sregs sregs;

	vm->vcpu = ioctl(vm->fd, KVM_CREATE_VCPU, 0);
	vm->run_size = ioctl(vm->kvm, KVM_GET_VCPU_MMAP_SIZE, 0);
	if (vm->vcpu < 0 || vm->run_size < 0)
		work_fail("KVM_CREATE_VCPU");
	vm->run = mmap(NULL, vm->run_size, PROT_READ | PROT_WRITE, MAP_SHARED, vm->vcpu, 0);
	if (vm->run == MAP_FAILED)
		work_fail("memory of the vCPU");
	set_cpuid(vm);
	vm_get_sregs(vm, &sregs);
	sregs.cs.base = 0;
	sregs.cs.selector = 0;
	vm_set_sregs(vm, &sregs);
	if (ioctl(vm->vcpu, KVM_SET_REGS, &regs))
		work_fail("KVM_SET_REGS");
}

static void let_halt(struct vm *vm)
{
	struct kvm_enable_cap cap = {
		.cap = KVM_CAP_X86_DISABLE_EXITS, .args = { KVM_X86_DISABLE_EXITS_HLT },
	};

	vm_ioctl(vm, KVM_CREATE_IRQCHIP, NULL, "KVM_CREATE_IRQCHIP");
	vm_ioctl(vm, KVM_ENABLE_CAP, &cap, "KVM_CAP_X86_DISABLE_EXITS");
}

void vm_create(struct vm *vm, bool halts)
{
	memset(vm, 0, sizeof(*vm));
	vm->kvm = open("/dev/kvm", O_RDWR | O_CLOEXEC);
	if (vm->kvm < 0)
		work_fail("/dev/kvm");
	vm->fd = ioctl(vm->kvm, KVM_CREATE_VM, 0);
	if (vm->fd < 0)
		work_fail("KVM_CREATE_VM");
	vm_ioctl(vm, KVM_SET_TSS_ADDR, (void *)TSS_ADDRESS, "KVM_SET_TSS_ADDR");
	if (halts)
		let_halt(vm);
	make_memory(vm);
	make_vcpu(vm);
}

void vm_destroy(struct vm *vm)
{
	munmap(vm->memory, VM_MEMORY);
	munmap(vm->run, vm->run_size);
	close(vm->vcpu);
	close(vm->fd);
	close(vm->kvm);
}

void vm_put(struct vm *vm, uint32_t at, const void *bytes, size_t size)
{
	memcpy(vm->memory + at, bytes, size);
}

void vm_get_sregs(struct vm *vm, struct kvm_sregs *sregs)
{
	if (ioctl(vm->vcpu, KVM_GET_SREGS, sregs))
		work_fail("KVM_GET_SREGS");
}

void vm_set_sregs(struct vm *vm, const struct kvm_sregs *sregs)
{
	if (ioctl(vm->vcpu, KVM_SET_SREGS, sregs))
		work_fail("KVM_SET_SREGS");
}

void vm_set_msr(struct vm *vm, uint32_t index, uint64_t value)
{
	struct {
		struct kvm_msrs head;
		struct kvm_msr_entry entry;
	} msr = { .head = { .nmsrs = 1 }, .entry = { .index = index, .data = value } };

	if (ioctl(vm->vcpu, KVM_SET_MSRS, &msr) != 1)
		work_fail("KVM_SET_MSRS");
}

void vm_protect(struct vm *vm, struct kvm_sregs *sregs)
{
	static const uint64_t gdt[] = { 0, 0x00cf9b000000ffff, 0x00cf93000000ffff };
	struct kvm_segment code = {
		.limit = 0xffffffff, .selector = 8, .type = 11, .present = 1, .s = 1, .db = 1,
		.g = 1,
	};
	struct kvm_segment data = code;

	data.selector = 16;
	data.type = 3;
	vm_put(vm, GDT, gdt, sizeof(gdt));
	vm_get_sregs(vm, sregs);
	sregs->cr0 |= 1;
	sregs->cs = code;
	sregs->ds = data;
	sregs->es = data;
	sregs->fs = data;
	sregs->gs = data;
	sregs->ss = data;
	sregs->gdt.base = GDT;
	sregs->gdt.limit = sizeof(gdt) - 1;
	sregs->idt.base = IDT;
	sregs->idt.limit = 256 * 8 - 1;
	vm_set_sregs(vm, sregs);
}

void vm_five_levels(struct vm *vm, struct kvm_sregs *sregs, uint32_t tables)
{
	/* The second entry of the first table: all of it again, 2^48 bytes above. */
	const uint64_t entries[][2] = {
		{ tables + 0x1003, tables + 0x1003 },
		{ tables + 0x2003 }, { tables + 0x3003 }, { 0x83 },
	};
	unsigned int i;

	for (i = 0; i < 4; i++)
		vm_put(vm, tables + PAGE * i, entries[i], sizeof(entries[i]));
	vm_protect(vm, sregs);
	sregs->cs.db = 0;
	sregs->cs.l = 1;
	sregs->cr3 = tables;
	sregs->cr4 = CR4_PAE | CR4_LA57;
	sregs->cr0 |= CR0_PG;
	sregs->efer = EFER_LME | EFER_LMA;
	vm_set_sregs(vm, sregs);
}

void vm_gate(struct vm *vm, unsigned int vector, uint32_t handler)
{
	uint64_t gate = (handler & 0xffff) | 8ull << 16 | 0x8e00ull << 32 |
			(uint64_t)(handler >> 16) << 48;

	vm_put(vm, IDT + 8 * vector, &gate, sizeof(gate));
}

void vm_forget_page_0(struct vm *vm)
{
	set_slot(vm, 0, 0, 0);
	set_slot(vm, 0, 0, PAGE);
}

/* It is enough that it ends KVM_RUN. */
static void on_alarm(int sig)
{
	(void)sig;
}

static void set_alarm(unsigned int ms)
{
	struct itimerval in = { .it_value = { ms / 1000, ms % 1000 * 1000 } };

	/* No SA_RESTART. */
	sigaction(SIGALRM, &(struct sigaction) { .sa_handler = on_alarm }, NULL);
	setitimer(ITIMER_REAL, &in, NULL);
}

enum vm_end vm_run(struct vm *vm, unsigned int ms)
{
	int err;

	if (ms)
		set_alarm(ms);
	err = ioctl(vm->vcpu, KVM_RUN, 0) < 0 ? errno : 0;
	if (ms)
		set_alarm(0);
	if (err == EINTR)
		return VM_TIMEOUT;
	if (err)
		work_fail("KVM_RUN");
	if (vm->run->exit_reason == KVM_EXIT_HLT)
		return VM_HLT;
	if (vm->run->exit_reason != KVM_EXIT_IO || vm->run->io.port != VM_PORT)
		return VM_OTHER;
	vm->out = 0;
	memcpy(&vm->out, (char *)vm->run + vm->run->io.data_offset, vm->run->io.size);
	return VM_OUT;
}
