// SPDX-License-Identifier: GPL-2.0
/* Devices: port and memory-mapped, emulated in KVM and in the VMM. */
#include <linux/errno.h>
#include <linux/io.h>
#include <linux/pci.h>
#include <linux/virtio_pci.h>
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

/* A block device of virtio 1.0 and one that is a device of the draft as well. */
#define VIRTIO_VENDOR		0x1af4
#define VIRTIO_BLK		0x1042
#define VIRTIO_BLK_TRANSITIONAL	0x1001

static u8 mask;
static void __iomem *registers;
static void __iomem *doorbell;

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

static struct pci_dev *find_virtio_blk(void)
{
	struct pci_dev *dev = pci_get_device(VIRTIO_VENDOR, VIRTIO_BLK, NULL);

	return dev ?: pci_get_device(VIRTIO_VENDOR, VIRTIO_BLK_TRANSITIONAL, NULL);
}

/* The capability that tells where notifications go: virtio 1.1, 4.1.4.4; 0 if there is none. */
static u8 find_notify(struct pci_dev *dev)
{
	u8 at, type;

	for (at = pci_find_capability(dev, PCI_CAP_ID_VNDR); at;
	     at = pci_find_next_capability(dev, at, PCI_CAP_ID_VNDR)) {
		pci_read_config_byte(dev, at + offsetof(struct virtio_pci_cap, cfg_type), &type);
		if (type == VIRTIO_PCI_CAP_NOTIFY_CFG)
			return at;
	}
	return 0;
}

/*
 * The notification register of the first queue, which QEMU has at the region's
 * beginning. With nothing new in the queue the device finds it empty.
 */
static int map_doorbell(unsigned int n)
{
	struct pci_dev *dev = find_virtio_blk();
	u32 offset;
	u8 at, bar;
	int err = -EOPNOTSUPP;

	if (!dev)
		return err;
	at = find_notify(dev);
	if (!at)
		goto out;
	pci_read_config_byte(dev, at + offsetof(struct virtio_pci_cap, bar), &bar);
	pci_read_config_dword(dev, at + offsetof(struct virtio_pci_cap, offset), &offset);
	doorbell = ioremap(pci_resource_start(dev, bar) + offset, PAGE_SIZE);
	err = doorbell ? 0 : -ENOMEM;
out:
	pci_dev_put(dev);
	return err;
}

static void unmap_doorbell(void)
{
	iounmap(doorbell);
}

static u64 ring_doorbell(unsigned int i)
{
	return timed(writew(0, doorbell));
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
	}, {
		.name = "mmio-eventfd",
		.description =
			"notify a virtio block device with an empty queue: KVM signals an eventfd",
		.prepare = map_doorbell,
		.once = ring_doorbell,
		.finish = unmap_doorbell,
	},
	{ }
};
