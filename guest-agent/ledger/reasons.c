// SPDX-License-Identifier: GPL-2.0
#include "reasons.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include <asm/kvm_exitmeter.h>

#include "ledger.h"

static const char undefined[] = "undefined";

static const char *const vmx_names[KVM_EXITMETER_VMX_REASONS] = {
	[0] = "EXCEPTION_NMI",
	[1] = "EXTERNAL_INTERRUPT",
	[2] = "TRIPLE_FAULT",
	[3] = "INIT_SIGNAL",
	[4] = "SIPI_SIGNAL",
	[5] = "IO_SMI",
	[6] = "OTHER_SMI",
	[7] = "INTERRUPT_WINDOW",
	[8] = "NMI_WINDOW",
	[9] = "TASK_SWITCH",
	[10] = "CPUID",
	[11] = "GETSEC",
	[12] = "HLT",
	[13] = "INVD",
	[14] = "INVLPG",
	[15] = "RDPMC",
	[16] = "RDTSC",
	[17] = "RSM",
	[18] = "VMCALL",
	[19] = "VMCLEAR",
	[20] = "VMLAUNCH",
	[21] = "VMPTRLD",
	[22] = "VMPTRST",
	[23] = "VMREAD",
	[24] = "VMRESUME",
	[25] = "VMWRITE",
	[26] = "VMXOFF",
	[27] = "VMXON",
	[28] = "CR_ACCESS",
	[29] = "DR_ACCESS",
	[30] = "IO_INSTRUCTION",
	[31] = "RDMSR",
	[32] = "WRMSR",
	[33] = "INVALID_GUEST_STATE",
	[34] = "MSR_LOADING",
	[36] = "MWAIT",
	[37] = "MONITOR_TRAP_FLAG",
	[39] = "MONITOR",
	[40] = "PAUSE",
	[41] = "MACHINE_CHECK_ENTRY",
	[43] = "TPR_BELOW_THRESHOLD",
	[44] = "APIC_ACCESS",
	[45] = "VIRTUALIZED_EOI",
	[46] = "GDTR_IDTR",
	[47] = "LDTR_TR",
	[48] = "EPT_VIOLATION",
	[49] = "EPT_MISCONFIG",
	[50] = "INVEPT",
	[51] = "RDTSCP",
	[52] = "PREEMPTION_TIMER",
	[53] = "INVVPID",
	[54] = "WBINVD",
	[55] = "XSETBV",
	[56] = "APIC_WRITE",
	[57] = "RDRAND",
	[58] = "INVPCID",
	[59] = "VMFUNC",
	[60] = "ENCLS",
	[61] = "RDSEED",
	[62] = "PML_FULL",
	[63] = "XSAVES",
	[64] = "XRSTORS",
	[65] = "PCONFIG",
	[66] = "SPP",
	[67] = "UMWAIT",
	[68] = "TPAUSE",
	[69] = "LOADIWKEY",
	[70] = "ENCLV",
	[72] = "ENQCMD",
	[73] = "ENQCMDS",
	[74] = "BUS_LOCK",
	[75] = "NOTIFY",
	[76] = "SEAMCALL",
	[77] = "TDCALL",
	[78] = "RDMSRLIST",
	[79] = "WRMSRLIST",
	[80] = "URDMSR",
	[81] = "UWRMSR",
	[84] = "RDMSR_IMM",
	[85] = "WRMSRNS_IMM",
};

static const char *const svm_names[KVM_EXITMETER_SVM_REASONS] = {
	[0x60] = "INTR",
	[0x61] = "NMI",
	[0x62] = "SMI",
	[0x63] = "INIT",
	[0x64] = "VINTR",
	[0x65] = "CR0_SEL_WRITE",
	[0x66] = "IDTR_READ",
	[0x67] = "GDTR_READ",
	[0x68] = "LDTR_READ",
	[0x69] = "TR_READ",
	[0x6a] = "IDTR_WRITE",
	[0x6b] = "GDTR_WRITE",
	[0x6c] = "LDTR_WRITE",
	[0x6d] = "TR_WRITE",
	[0x6e] = "RDTSC",
	[0x6f] = "RDPMC",
	[0x70] = "PUSHF",
	[0x71] = "POPF",
	[0x72] = "CPUID",
	[0x73] = "RSM",
	[0x74] = "IRET",
	[0x75] = "SWINT",
	[0x76] = "INVD",
	[0x77] = "PAUSE",
	[0x78] = "HLT",
	[0x79] = "INVLPG",
	[0x7a] = "INVLPGA",
	[0x7b] = "IOIO",
	[0x7c] = "MSR",
	[0x7d] = "TASK_SWITCH",
	[0x7e] = "FERR_FREEZE",
	[0x7f] = "SHUTDOWN",
	[0x80] = "VMRUN",
	[0x81] = "VMMCALL",
	[0x82] = "VMLOAD",
	[0x83] = "VMSAVE",
	[0x84] = "STGI",
	[0x85] = "CLGI",
	[0x86] = "SKINIT",
	[0x87] = "RDTSCP",
	[0x88] = "ICEBP",
	[0x89] = "WBINVD",
	[0x8a] = "MONITOR",
	[0x8b] = "MWAIT",
	[0x8c] = "MWAIT_CONDITIONAL",
	[0x8d] = "XSETBV",
	[0x8e] = "RDPRU",
	[0x8f] = "EFER_WRITE_TRAP",
	[0xa0] = "INVLPGB",
	[0xa1] = "INVLPGB_ILLEGAL",
	[0xa2] = "INVPCID",
	[0xa3] = "MCOMMIT",
	[0xa4] = "TLBSYNC",
	[0xa5] = "BUSLOCK",
	[0xa6] = "IDLE_HLT",
	[KVM_EXITMETER_SVM_NPF] = "NPF",
	[KVM_EXITMETER_SVM_NPF + 1] = "AVIC_INCOMPLETE_IPI",
	[KVM_EXITMETER_SVM_NPF + 2] = "AVIC_NOACCEL",
	[KVM_EXITMETER_SVM_NPF + 3] = "VMGEXIT",
	[KVM_EXITMETER_SVM_ERR] = "INVALID",
	[KVM_EXITMETER_SVM_SW] = "SW",
};

/* Runs of SVM exit codes that are named by number. */
static const struct {
	unsigned int first;
	unsigned int last;
	const char *format;
} svm_ranges[] = {
	{ 0x00, 0x0f, "CR%u_READ" },
	{ 0x10, 0x1f, "CR%u_WRITE" },
	{ 0x20, 0x2f, "DR%u_READ" },
	{ 0x30, 0x3f, "DR%u_WRITE" },
	{ 0x40, 0x5f, "EXCP%u" },
	{ 0x90, 0x9f, "CR%u_WRITE_TRAP" },
};

static const struct {
	const char *const *names;
	unsigned int nr;
} vendors[] = {
	[KVM_EXITMETER_VENDOR_VMX] = { vmx_names, KVM_EXITMETER_VMX_REASONS },
	[KVM_EXITMETER_VENDOR_SVM] = { svm_names, KVM_EXITMETER_SVM_REASONS },
};

unsigned int reason_count(unsigned int vendor)
{
	return vendor < sizeof(vendors) / sizeof(vendors[0]) ? vendors[vendor].nr : 0;
}

static const char *svm_range_name(unsigned int row, char buf[REASON_NAME_SIZE])
{
	size_t i;

	for (i = 0; i < sizeof(svm_ranges) / sizeof(svm_ranges[0]); i++) {
		if (row < svm_ranges[i].first || row > svm_ranges[i].last)
			continue;
		snprintf(buf, REASON_NAME_SIZE, svm_ranges[i].format,
			 row - svm_ranges[i].first);
		return buf;
	}
	return NULL;
}

const char *reason_name(unsigned int vendor, unsigned int row,
			char buf[REASON_NAME_SIZE])
{
	unsigned int nr = reason_count(vendor);
	const char *name = NULL;

	if (row >= nr && row - nr < KVM_EXITMETER_ROW_NR)
		return ledger_pseudo_rows[row - nr];
	if (row < nr)
		name = vendors[vendor].names[row];
	if (!name && vendor == KVM_EXITMETER_VENDOR_SVM)
		name = svm_range_name(row, buf);
	return name ? name : undefined;
}

int reason_number(unsigned int vendor, const char *text)
{
	unsigned int nr_rows = reason_count(vendor) + KVM_EXITMETER_ROW_NR;
	char buf[REASON_NAME_SIZE], *end;
	unsigned long n;
	unsigned int i;

	/* strtoul() would take blanks and signs. */
	if (isdigit((unsigned char)*text)) {
		n = strtoul(text, &end, 10);
		return !*end && n < nr_rows ? (int)n : -1;
	}

	/* Many rows bear this one. */
	if (!strcasecmp(text, undefined))
		return -1;
	for (i = 0; i < nr_rows; i++)
		if (!strcasecmp(text, reason_name(vendor, i, buf)))
			return i;
	return -1;
}
