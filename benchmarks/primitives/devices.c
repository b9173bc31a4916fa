// SPDX-License-Identifier: GPL-2.0
/* Devices: port and memory-mapped, emulated in KVM and in the VMM. */
#include <linux/errno.h>
#include <linux/io.h>
#include <asm/apicdef.h>
#include <asm/hpet.h>

#include "primitives.h"

/* The interrupt mask of the first 8259, which KVM emulates. */
#define PORT_IN_KVM	0x21
/* The POST code: QEMU ignores what is written and reads as all ones. */
#define PORT_IN_VMM	0x80

/* Where PCs have their first I/O APIC and their HPET. */
#define IOAPIC_BASE	IO_APIC_DEFAULT_PHYS_BASE
#define HPET_BASE	0xfed00000
/* A period in femtoseconds: 100 ns is the longest that the standard allows. */
#define HPET_LONGEST	0x05f5e100

static u8 mask;
static void __iomem *registers;

/* A mask that is set once, when the kernel takes to the I/O APIC. */
static int read_mask(unsigned int n)
{
	mask = inb(PORT_IN_KVM);
	return 0;
}

static u64 in_kernel(unsigned int i)
{
	return timed(inb(PORT_IN_KVM));
}

static u64 out_kernel(unsigned int i)
{
	return timed(outb(mask, PORT_IN_KVM));
}

static u64 in_user(unsigned int i)
{
	return timed(inb(PORT_IN_VMM));
}

static u64 out_user(unsigned int i)
{
	return timed(outb(0, PORT_IN_VMM));
}

static int map(phys_addr_t base)
{
	registers = ioremap(base, PAGE_SIZE);
	return registers ? 0 : -ENOMEM;
}

static void unmap(void)
{
	iounmap(registers);
}

/* The register select of the I/O APIC: reading it selects nothing. */
static int map_ioapic(unsigned int n)
{
	return map(IOAPIC_BASE);
}

static int map_hpet(unsigned int n)
{
	int err = map(HPET_BASE);
	u32 period;

	if (err)
		return err;
	/* Without an HPET there is nothing here: zeros, or ones. */
	period = readl(registers + HPET_PERIOD);
	if (period && period <= HPET_LONGEST)
		return 0;
	unmap();
	return -EOPNOTSUPP;
}

/* The first register of either: reading it changes nothing. */
static u64 mmio_read(unsigned int i)
{
	return timed(readl(registers));
}

const struct primitive device_primitives[] = {
	{
		.name = "in-kernel",
		.description = "IN from a port in KVM: 0x21, the 8259's mask",
		.once = in_kernel,
	}, {
		.name = "out-kernel",
		.description = "OUT of its own value to a port in KVM: 0x21, the 8259's mask",
		.prepare = read_mask,
		.once = out_kernel,
	}, {
		.name = "in-user",
		.description = "IN from a port in the VMM: 0x80, the POST code",
		.once = in_user,
	}, {
		.name = "out-user",
		.description = "OUT to a port in the VMM: 0x80, the POST code",
		.once = out_user,
	}, {
		.name = "mmio-kernel",
		.description = "read a register of a device in KVM: the I/O APIC's select",
		.prepare = map_ioapic,
		.once = mmio_read,
		.finish = unmap,
	}, {
		.name = "mmio-user",
		.description = "read a register of a device in the VMM: the HPET's identity",
		.prepare = map_hpet,
		.once = mmio_read,
		.finish = unmap,
	},
	{ }
};
