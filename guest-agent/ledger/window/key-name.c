// SPDX-License-Identifier: GPL-2.0
#include "key-name.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <asm/kvm_exitmeter.h>

/* Bits of a page fault's error code. */
enum {
	ERROR_PRESENT	= 1 << 0,
	ERROR_WRITE	= 1 << 1,
	ERROR_USER	= 1 << 2,
	ERROR_RESERVED	= 1 << 3,
	ERROR_FETCH	= 1 << 4,
};

/* The kinds of 10:8 of a vector. */
#define TYPE_NMI	2
#define PAGE_FAULT	14
#define PAGE_SHIFT	12

/* From @first to @last it is called @name. */
struct range {
	uint64_t first;
	uint64_t last;
	const char *name;
};

static const char *const vectors[] = {
	"#DE", "#DB", "NMI", "#BP", "#OF", "#BR", "#UD", "#NM", "#DF", NULL, "#TS", "#NP", "#SS",
	"#GP", "#PF", NULL, "#MF", "#AC", "#MC", "#XM", "#VE", "#CP",
};

static const struct range ports[] = {
	{ 0x00, 0x1f, "DMA controller 8237" },
	{ 0x20, 0x21, "interrupt controller 8259" },
	{ 0x40, 0x43, "timer 8254" },
	{ 0x60, 0x60, "keyboard controller 8042" },
	{ 0x61, 0x61, "port B: speaker, timer 2" },
	{ 0x64, 0x64, "keyboard controller 8042" },
	{ 0x70, 0x71, "CMOS and RTC" },
	{ 0x7e, 0x7e, "delay of vapic" },
	{ 0x80, 0x80, "POST code, delay" },
	{ 0x81, 0x8f, "DMA pages" },
	{ 0x92, 0x92, "A20 and reset" },
	{ 0xa0, 0xa1, "interrupt controller 8259" },
	{ 0xb2, 0xb3, "APM, system management" },
	{ 0xc0, 0xdf, "DMA controller 8237" },
	{ 0xf0, 0xf1, "coprocessor" },
	{ 0x170, 0x177, "IDE" },
	{ 0x1f0, 0x1f7, "IDE" },
	{ 0x278, 0x27a, "parallel port 2" },
	{ 0x2e8, 0x2ef, "serial port 4" },
	{ 0x2f8, 0x2ff, "serial port 2" },
	{ 0x376, 0x376, "IDE" },
	{ 0x378, 0x37a, "parallel port 1" },
	{ 0x3b0, 0x3df, "VGA" },
	{ 0x3e8, 0x3ef, "serial port 3" },
	{ 0x3f6, 0x3f6, "IDE" },
	{ 0x3f0, 0x3f7, "floppy" },
	{ 0x3f8, 0x3ff, "serial port 1" },
	{ 0x402, 0x402, "debug console of the BIOS" },
	{ 0x4d0, 0x4d1, "interrupt controller 8259" },
	{ 0x510, 0x51b, "fw_cfg of QEMU" },
	{ 0x5658, 0x5659, "VMware's port" },
	{ 0x600, 0x63f, "ACPI power management" },
	{ 0x700, 0x73f, "SMBus" },
	{ 0xae00, 0xae1f, "ACPI PCI hotplug" },
	{ 0xaf00, 0xaf1f, "ACPI CPU hotplug" },
	{ 0xafe0, 0xafe3, "ACPI events" },
	{ 0xcf9, 0xcf9, "reset" },
	{ 0xcf8, 0xcff, "PCI configuration" },
	{ 0xc000, 0xffff, "PCI device" },
};

static const struct range pages[] = {
	{ 0xa0, 0xbf, "VGA memory" },
	{ 0xc0, 0xff, "BIOS" },
	{ 0xfec00, 0xfec00, "I/O APIC" },
	{ 0xfed00, 0xfed00, "HPET" },
	{ 0xfed40, 0xfed44, "TPM" },
	{ 0xfee00, 0xfee00, "local APIC" },
	{ 0xe0000, 0xfebff, "PCI device" },
};

static const struct range msrs[] = {
	{ 0x10, 0x10, "TIME_STAMP_COUNTER" },
	{ 0x17, 0x17, "PLATFORM_ID" },
	{ 0x1b, 0x1b, "APIC_BASE" },
	{ 0x34, 0x34, "SMI_COUNT" },
	{ 0x3a, 0x3a, "FEATURE_CONTROL" },
	{ 0x3b, 0x3b, "TSC_ADJUST" },
	{ 0x48, 0x48, "SPEC_CTRL" },
	{ 0x49, 0x49, "PRED_CMD" },
	{ 0x79, 0x79, "BIOS_UPDT_TRIG" },
	{ 0x8b, 0x8b, "BIOS_SIGN_ID" },
	{ 0xc1, 0xc8, "PMC" },
	{ 0xce, 0xce, "PLATFORM_INFO" },
	{ 0xe1, 0xe1, "UMWAIT_CONTROL" },
	{ 0xe7, 0xe7, "MPERF" },
	{ 0xe8, 0xe8, "APERF" },
	{ 0xfe, 0xfe, "MTRRCAP" },
	{ 0x10a, 0x10a, "ARCH_CAPABILITIES" },
	{ 0x10b, 0x10b, "FLUSH_CMD" },
	{ 0x122, 0x122, "TSX_CTRL" },
	{ 0x140, 0x140, "MISC_FEATURES_ENABLES" },
	{ 0x174, 0x176, "SYSENTER" },
	{ 0x179, 0x179, "MCG_CAP" },
	{ 0x17a, 0x17a, "MCG_STATUS" },
	{ 0x17b, 0x17b, "MCG_CTL" },
	{ 0x186, 0x18d, "PERFEVTSEL" },
	{ 0x198, 0x198, "PERF_STATUS" },
	{ 0x199, 0x199, "PERF_CTL" },
	{ 0x19a, 0x19a, "CLOCK_MODULATION" },
	{ 0x1a0, 0x1a0, "MISC_ENABLE" },
	{ 0x1b0, 0x1b0, "ENERGY_PERF_BIAS" },
	{ 0x1d9, 0x1d9, "DEBUGCTL" },
	{ 0x200, 0x21f, "MTRR" },
	{ 0x250, 0x26f, "MTRR" },
	{ 0x277, 0x277, "PAT" },
	{ 0x280, 0x29f, "MC_CTL2" },
	{ 0x2ff, 0x2ff, "MTRR" },
	{ 0x309, 0x30c, "FIXED_CTR" },
	{ 0x345, 0x345, "PERF_CAPABILITIES" },
	{ 0x38d, 0x390, "PERF_GLOBAL" },
	{ 0x3f1, 0x3f1, "PEBS_ENABLE" },
	{ 0x400, 0x47f, "MC bank" },
	{ 0x480, 0x493, "VMX capabilities" },
	{ 0x600, 0x600, "DS_AREA" },
	{ 0x606, 0x64f, "RAPL" },
	{ 0x6e0, 0x6e0, "TSC_DEADLINE" },
	{ 0x802, 0x802, "X2APIC_ID" },
	{ 0x803, 0x803, "X2APIC_VERSION" },
	{ 0x808, 0x808, "X2APIC_TPR" },
	{ 0x80b, 0x80b, "X2APIC_EOI" },
	{ 0x80d, 0x80d, "X2APIC_LDR" },
	{ 0x80f, 0x80f, "X2APIC_SIVR" },
	{ 0x810, 0x817, "X2APIC_ISR" },
	{ 0x818, 0x81f, "X2APIC_TMR" },
	{ 0x820, 0x827, "X2APIC_IRR" },
	{ 0x828, 0x828, "X2APIC_ESR" },
	{ 0x830, 0x830, "X2APIC_ICR" },
	{ 0x832, 0x832, "X2APIC_LVT_TIMER" },
	{ 0x833, 0x837, "X2APIC_LVT" },
	{ 0x838, 0x838, "X2APIC_INIT_COUNT" },
	{ 0x839, 0x839, "X2APIC_CUR_COUNT" },
	{ 0x83e, 0x83e, "X2APIC_DIV_CONF" },
	{ 0x83f, 0x83f, "X2APIC_SELF_IPI" },
	{ 0xda0, 0xda0, "XSS" },
	{ 0x40000000, 0x400000ff, "Hyper-V" },
	{ 0x4b564d00, 0x4b564d00, "KVM_WALL_CLOCK" },
	{ 0x4b564d01, 0x4b564d01, "KVM_SYSTEM_TIME" },
	{ 0x4b564d02, 0x4b564d02, "KVM_ASYNC_PF_EN" },
	{ 0x4b564d03, 0x4b564d03, "KVM_STEAL_TIME" },
	{ 0x4b564d04, 0x4b564d04, "KVM_PV_EOI_EN" },
	{ 0x4b564d05, 0x4b564d05, "KVM_POLL_CONTROL" },
	{ 0x4b564d06, 0x4b564d06, "KVM_ASYNC_PF_INT" },
	{ 0x4b564d07, 0x4b564d07, "KVM_ASYNC_PF_ACK" },
	{ 0xc0000080, 0xc0000080, "EFER" },
	{ 0xc0000081, 0xc0000081, "STAR" },
	{ 0xc0000082, 0xc0000083, "LSTAR" },
	{ 0xc0000084, 0xc0000084, "SFMASK" },
	{ 0xc0000100, 0xc0000100, "FS_BASE" },
	{ 0xc0000101, 0xc0000101, "GS_BASE" },
	{ 0xc0000102, 0xc0000102, "KERNEL_GS_BASE" },
	{ 0xc0000103, 0xc0000103, "TSC_AUX" },
	{ 0xc0000104, 0xc0000104, "TSC_RATIO" },
	{ 0xc0010000, 0xc0010003, "PERF_CTL" },
	{ 0xc0010004, 0xc0010007, "PERF_CTR" },
	{ 0xc0010010, 0xc0010010, "SYSCFG" },
	{ 0xc0010015, 0xc0010015, "HWCR" },
	{ 0xc001001f, 0xc001001f, "NB_CFG" },
	{ 0xc0010055, 0xc0010055, "INTERRUPT_PENDING" },
	{ 0xc0010114, 0xc0010114, "VM_CR" },
	{ 0xc0010117, 0xc0010117, "VM_HSAVE_PA" },
	{ 0xc001011f, 0xc001011f, "VIRT_SPEC_CTRL" },
	{ 0xc0011020, 0xc0011020, "LS_CFG" },
	{ 0xc0011023, 0xc0011023, "TW_CFG" },
	{ 0xc0011028, 0xc0011028, "FP_CFG" },
	{ 0xc0011029, 0xc0011029, "DE_CFG" },
};

#define FIND(ranges, value) find(ranges, sizeof(ranges) / sizeof((ranges)[0]), value)

/* The first that fits, for one may be inside of another. NULL for none. */
static const char *find(const struct range *ranges, size_t nr, uint64_t value)
{
	size_t i;

	for (i = 0; i < nr; i++)
		if (value >= ranges[i].first && value <= ranges[i].last)
			return ranges[i].name;
	return NULL;
}

static const char *print(char buf[KEY_NAME_SIZE], const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static const char *print(char buf[KEY_NAME_SIZE], const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(buf, KEY_NAME_SIZE, format, args);
	va_end(args);
	return buf;
}

static bool is_page_fault(uint64_t value)
{
	return (value & 0xff) == PAGE_FAULT && (value >> 8 & 7) != TYPE_NMI;
}

static const char *vector_subject(uint64_t value, char buf[KEY_NAME_SIZE])
{
	unsigned int vector = value & 0xff;

	if ((value >> 8 & 7) == TYPE_NMI)
		return "NMI";
	/* The reserved bit is how KVM marks a page of a device with shadow paging. */
	if (is_page_fault(value) && value >> 16 & ERROR_RESERVED)
		return "#PF for MMIO";
	if (vector < sizeof(vectors) / sizeof(vectors[0]) && vectors[vector])
		return vectors[vector];
	return print(buf, "vector %u", vector);
}

static const char *fault_subject(uint64_t value)
{
	if (value & KVM_EXITMETER_FAULT_WALK)
		return "access to the guest's page tables";
	return value & KVM_EXITMETER_FAULT_PRESENT ? "page without the right" : "page not mapped";
}

const char *key_subject(uint64_t key, char buf[KEY_NAME_SIZE])
{
	uint64_t value = KVM_EXITMETER_KEY_VALUE(key);
	const char *name = NULL;

	switch (KVM_EXITMETER_KEY_KIND(key)) {
	case KVM_EXITMETER_KEY_VECTOR:
		return vector_subject(value, buf);
	case KVM_EXITMETER_KEY_CR:
		return print(buf, "CR%u", (unsigned int)value & 0xf);
	case KVM_EXITMETER_KEY_MSR:
		value &= 0xffffffff;
		name = FIND(msrs, value);
		return name ? name : print(buf, "MSR %#" PRIx64, value);
	case KVM_EXITMETER_KEY_PORT:
		value &= 0xffff;
		name = FIND(ports, value);
		return name ? name : print(buf, "port %#" PRIx64, value);
	case KVM_EXITMETER_KEY_FAULT:
		return fault_subject(value);
	case KVM_EXITMETER_KEY_MMIO:
		name = FIND(pages, value);
		return name ? name : print(buf, "page %#" PRIx64, value << PAGE_SHIFT);
	}
	return print(buf, "key %#" PRIx64, key);
}

static const char *error_code(uint64_t value, char buf[KEY_NAME_SIZE])
{
	unsigned int code = value >> 16;

	return print(buf, "%s, %s, %s", code & ERROR_FETCH ? "fetch" :
		     code & ERROR_WRITE ? "write" : "read",
		     code & ERROR_USER ? "user" : "supervisor",
		     code & ERROR_RESERVED ? "reserved" :
		     code & ERROR_PRESENT ? "present" : "not present");
}

static const char *port_access(uint64_t value, char buf[KEY_NAME_SIZE])
{
	return print(buf, "%s%s%s, %u byte%s", value & KVM_EXITMETER_PORT_REP ? "rep " : "",
		     value & KVM_EXITMETER_PORT_IN ? "in" : "out",
		     value & KVM_EXITMETER_PORT_STRING ? "s" : "",
		     (unsigned int)(value >> 16 & 7), (value >> 16 & 7) == 1 ? "" : "s");
}

static const char *fault_access(uint64_t value)
{
	if (value & KVM_EXITMETER_FAULT_EXEC)
		return "fetch";
	return value & KVM_EXITMETER_FAULT_WRITE ? "write" : "read";
}

const char *key_access(uint64_t key, char buf[KEY_NAME_SIZE])
{
	static const char *const cr[] = { "write", "read", "clts", "lmsw" };
	uint64_t value = KVM_EXITMETER_KEY_VALUE(key);

	switch (KVM_EXITMETER_KEY_KIND(key)) {
	case KVM_EXITMETER_KEY_VECTOR:
		return is_page_fault(value) ? error_code(value, buf) : "";
	case KVM_EXITMETER_KEY_CR:
		return cr[value >> 4 & 3];
	case KVM_EXITMETER_KEY_MSR:
		return value & KVM_EXITMETER_MSR_WRITE ? "write" : "read";
	case KVM_EXITMETER_KEY_PORT:
		return port_access(value, buf);
	case KVM_EXITMETER_KEY_FAULT:
		return fault_access(value);
	}
	return "";
}

const char *key_number(uint64_t key, char buf[KEY_NAME_SIZE])
{
	uint64_t value = KVM_EXITMETER_KEY_VALUE(key);

	switch (KVM_EXITMETER_KEY_KIND(key)) {
	case KVM_EXITMETER_KEY_VECTOR:
		return print(buf, "%u", (unsigned int)value & 0xff);
	case KVM_EXITMETER_KEY_CR:
		return print(buf, "%u", (unsigned int)value & 0xf);
	case KVM_EXITMETER_KEY_MSR:
		return print(buf, "%#" PRIx64, value & 0xffffffff);
	case KVM_EXITMETER_KEY_PORT:
		return print(buf, "%#" PRIx64, value & 0xffff);
	case KVM_EXITMETER_KEY_MMIO:
		return print(buf, "%#" PRIx64, value << PAGE_SHIFT);
	}
	return "";
}

const char *key_kind_name(uint64_t key)
{
	static const char *const kinds[] = {
		[KVM_EXITMETER_KEY_VECTOR]	= "vector",
		[KVM_EXITMETER_KEY_CR]		= "cr",
		[KVM_EXITMETER_KEY_MSR]		= "msr",
		[KVM_EXITMETER_KEY_PORT]	= "port",
		[KVM_EXITMETER_KEY_FAULT]	= "fault",
		[KVM_EXITMETER_KEY_MMIO]	= "mmio",
	};
	unsigned int kind = KVM_EXITMETER_KEY_KIND(key);

	return kind < sizeof(kinds) / sizeof(kinds[0]) && kinds[kind] ? kinds[kind] : "unknown";
}
