// SPDX-License-Identifier: GPL-2.0
/*
 * Runs in L1: two virtual machines of one vCPU each, by turns, which ask the meter for their own
 * counts. Each makes another number of exits, and must see that number and nothing of the other's.
 * Speaks TAP.
 *
 * The guests are a few instructions of real mode, so that every exit is known.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/kvm.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <asm/kvm_exitmeter.h>

#define MEMORY	0x10000
/* Where the guest begins, and where it leaves what the meter said. */
#define CODE	0x1000
#define ANSWER	0x2000
/* A write to it ends a turn. */
#define PORT	0x10

/* Of the reason CPUID, the basic exit reason on Intel and the row on AMD. */
#define VMX_CPUID	10
#define SVM_CPUID	0x72

/*
 * next:  ESI times cpuid(1); out PORT; jmp next
 * ask:   at CODE + 0x40: cpuid(EAX, ECX), EAX EBX ECX EDX to ANSWER; out PORT; jmp ask
 */
static const uint8_t next[] = {
	0x66, 0x89, 0xf5,			/* mov %esi,%ebp */
	0x66, 0xb8, 1, 0, 0, 0,			/* mov $1,%eax */
	0x66, 0x31, 0xc9,			/* xor %ecx,%ecx */
	0x0f, 0xa2,				/* cpuid */
	0x66, 0x4d,				/* dec %ebp */
	0x75, 0xf1,				/* jnz to the second instruction */
	0xe6, PORT,				/* out %al,$PORT */
	0xeb, 0xea,				/* jmp to the first */
};

static const uint8_t ask[] = {
	0x0f, 0xa2,				/* cpuid */
	0x66, 0xa3, ANSWER & 0xff, ANSWER >> 8,	/* mov %eax,ANSWER */
	0x66, 0x89, 0x1e, (ANSWER + 4) & 0xff, ANSWER >> 8,
	0x66, 0x89, 0x0e, (ANSWER + 8) & 0xff, ANSWER >> 8,
	0x66, 0x89, 0x16, (ANSWER + 12) & 0xff, ANSWER >> 8,
	0xe6, PORT,
	0xeb, 0xe7,				/* jmp to the first */
};

#define ASK (CODE + 0x40)

struct vm {
	int fd;
	int vcpu;
	struct kvm_run *run;
	uint8_t *memory;
	uint64_t cpuids;
};

static int number, failed;

static void point(bool good, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void point(bool good, const char *format, ...)
{
	va_list ap;

	printf("%sok %d - ", good ? "" : "not ", ++number);
	va_start(ap, format);
	vprintf(format, ap);
	va_end(ap);
	putchar('\n');
	failed |= !good;
}

static void give_up(const char *what)
{
	printf("Bail out! %s: %s\n", what, strerror(errno));
	exit(1);
}

static void make(struct vm *vm, int kvm)
{
	struct kvm_userspace_memory_region region = { .memory_size = MEMORY };
	struct kvm_sregs sregs;
	int size = ioctl(kvm, KVM_GET_VCPU_MMAP_SIZE, 0);

	vm->fd = ioctl(kvm, KVM_CREATE_VM, 0);
	vm->memory = mmap(NULL, MEMORY, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	region.userspace_addr = (uintptr_t)vm->memory;
	/* The address is for KVM's own use, where the CPU has no real mode in guests. */
	if (vm->fd < 0 || vm->memory == MAP_FAILED || ioctl(vm->fd, KVM_SET_TSS_ADDR, 0xfffbd000) ||
	    ioctl(vm->fd, KVM_SET_USER_MEMORY_REGION, &region))
		give_up("make a VM");
	memcpy(vm->memory + CODE, next, sizeof(next));
	memcpy(vm->memory + ASK, ask, sizeof(ask));
	vm->vcpu = ioctl(vm->fd, KVM_CREATE_VCPU, 0);
	if (vm->vcpu < 0)
		give_up("make a vCPU");
	vm->run = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, vm->vcpu, 0);
	if (vm->run == MAP_FAILED || ioctl(vm->vcpu, KVM_GET_SREGS, &sregs))
		give_up("make a vCPU");
	sregs.cs.base = 0;
	sregs.cs.selector = 0;
	if (ioctl(vm->vcpu, KVM_SET_SREGS, &sregs))
		give_up("KVM_SET_SREGS");
}

/* Until it writes to the port. */
static void run(struct vm *vm, const struct kvm_regs *regs)
{
	if (ioctl(vm->vcpu, KVM_SET_REGS, regs))
		give_up("KVM_SET_REGS");
	do {
		if (ioctl(vm->vcpu, KVM_RUN, 0) && errno != EINTR)
			give_up("KVM_RUN");
	} while (vm->run->exit_reason == KVM_EXIT_INTR);
	if (vm->run->exit_reason != KVM_EXIT_IO || vm->run->io.port != PORT) {
		printf("Bail out! KVM_RUN ended with reason %u\n", vm->run->exit_reason);
		exit(1);
	}
}

static void turn(struct vm *vm, unsigned int cpuids)
{
	const struct kvm_regs regs = { .rip = CODE, .rsi = cpuids, .rflags = 2 };

	run(vm, &regs);
	vm->cpuids += cpuids;
}

/* Asking is a CPUID itself, which is counted once it is answered. */
static const uint32_t *query(struct vm *vm, uint32_t leaf, uint32_t subleaf)
{
	const struct kvm_regs regs = { .rip = ASK, .rax = leaf, .rcx = subleaf, .rflags = 2 };

	run(vm, &regs);
	vm->cpuids++;
	return (const uint32_t *)(vm->memory + ANSWER);
}

static uint64_t counted(struct vm *vm, unsigned int reason)
{
	const uint32_t *r = query(vm, KVM_EXITMETER_LEAF_REASON, reason);

	return r[0] | (uint64_t)r[3] << 32;
}

int main(void)
{
	struct vm vms[2] = { 0 };
	uint64_t asked, seen[2];
	unsigned int reason, i;
	int kvm = open("/dev/kvm", O_RDWR | O_CLOEXEC);

	if (kvm < 0)
		give_up("/dev/kvm");
	for (i = 0; i < 2; i++)
		make(&vms[i], kvm);
	reason = query(&vms[0], KVM_EXITMETER_LEAF_INFO, 0)[0] >> 16 & 0xff;
	reason = reason == KVM_EXITMETER_VENDOR_SVM ? SVM_CPUID : VMX_CPUID;
	for (i = 0; i < 50; i++) {
		turn(&vms[0], 3 + i % 7);
		turn(&vms[1], 1000);
	}
	for (i = 0; i < 2; i++) {
		asked = vms[i].cpuids;
		seen[i] = counted(&vms[i], reason);
		point(seen[i] == asked + 1,
		      "VM %u sees its own CPUIDs: %llu made, and the one "
		      "that asks, %llu counted",
		      i, (unsigned long long)asked, (unsigned long long)seen[i]);
	}
	/* A VM that has come and gone leaves nothing to the next. */
	close(vms[1].vcpu);
	close(vms[1].fd);
	memset(&vms[1], 0, sizeof(vms[1]));
	make(&vms[1], kvm);
	turn(&vms[1], 5);
	seen[1] = counted(&vms[1], reason);
	point(seen[1] == 6, "a new VM begins at zero: 5 made, and the one that asks, %llu counted",
	      (unsigned long long)seen[1]);
	asked = vms[0].cpuids;
	seen[0] = counted(&vms[0], reason);
	point(seen[0] == asked + 1, "the first goes on: %llu made, and the one that asks, "
	      "%llu counted", (unsigned long long)asked, (unsigned long long)seen[0]);
	printf("1..%d\n", number);
	return failed;
}
