// SPDX-License-Identifier: GPL-2.0
/* exitmeter reasons: every exit reason with its name. */
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "commands.h"
#include "meter/meter.h"
#include "options.h"
#include "ledger/reasons.h"

static const char doc[] =
	"List all exit reasons: number, name, whether the manual defines it, and whether this "
	"KVM can receive it in its present paging mode.\v"
	"Numbers are the ledger's. On VMX they are the manual's basic exit reasons. On SVM most are "
	"the manual's exit codes, some stand closer together; the column code has the manual's.\n"
	"\n"
	"EXAMPLES:\n"
	"  exitmeter reasons\n"
	"  exitmeter reasons --vendor svm     needs no meter, not even a VM\n"
	"  exitmeter reasons --json | jq '.reasons[] | select(.enabled)'\n"
	"\n"
	"Exit status: 0 ok, 2 bad usage or no meter.";

/* What is known of a reason; KVM's part is not known without a meter. */
enum known { NO, YES, UNKNOWN };

struct arguments {
	bool json;
	unsigned int vendor;	/* 0: the meter's */
};

static const struct argp_option options[] = {
	{ "vendor", 'v', "vmx|svm", 0, "list that vendor's, do not ask the meter", 0 },
	{ 0 }
};

static error_t parse(int key, char *arg, struct argp_state *state)
{
	struct arguments *args = state->input;

	switch (key) {
	case ARGP_KEY_INIT:
		state->child_inputs[0] = &args->json;
		return 0;
	case 'v':
		if (!strcasecmp(arg, "vmx"))
			args->vendor = KVM_EXITMETER_VENDOR_VMX;
		else if (!strcasecmp(arg, "svm"))
			args->vendor = KVM_EXITMETER_VENDOR_SVM;
		else
			argp_error(state, "vendor \"%s\": give vmx or svm", arg);
		return 0;
	}
	return ARGP_ERR_UNKNOWN;
}

static bool is_defined(const struct abi_info *meter, unsigned int vendor, unsigned int reason)
{
	return meter ? abi_reason_bit(KVM_EXITMETER_INFO_DEFINED, reason) :
		       kvm_exitmeter_defined(vendor, reason);
}

static enum known is_enabled(const struct abi_info *meter, unsigned int reason)
{
	if (!meter)
		return UNKNOWN;
	return abi_reason_bit(KVM_EXITMETER_INFO_ENABLED, reason) ? YES : NO;
}

/* The manual's number: what the hardware reports. */
static uint32_t code_of(unsigned int vendor, unsigned int reason)
{
	if (vendor != KVM_EXITMETER_VENDOR_SVM || reason < KVM_EXITMETER_SVM_NPF)
		return reason;
	if (reason == KVM_EXITMETER_SVM_ERR)
		return 0xffffffff;
	if (reason == KVM_EXITMETER_SVM_SW)
		return 0xf0000000;
	return reason - KVM_EXITMETER_SVM_NPF + 0x400;
}

static void print(const struct abi_info *meter, unsigned int vendor)
{
	static const char *const words[] = { [NO] = "no", [YES] = "yes", [UNKNOWN] = "-" };
	char buf[REASON_NAME_SIZE];
	unsigned int i;

	printf("%6s  %-20s %10s  %-8s %s\n", "reason", "name", "code", "defined", "enabled");
	for (i = 0; i < reason_count(vendor); i++)
		printf("%6u  %-20s %#10x  %-8s %s\n", i, reason_name(vendor, i, buf),
		       code_of(vendor, i), words[is_defined(meter, vendor, i)],
		       words[is_enabled(meter, i)]);
}

static json_t *to_json(const struct abi_info *meter, unsigned int vendor)
{
	json_t *list = json_array();
	char buf[REASON_NAME_SIZE];
	enum known enabled;
	unsigned int i;

	for (i = 0; i < reason_count(vendor); i++) {
		enabled = is_enabled(meter, i);
		json_array_append_new(list, json_pack("{s:i, s:s, s:I, s:b, s:o}",
			"reason", (int)i, "name", reason_name(vendor, i, buf),
			"code", (json_int_t)code_of(vendor, i),
			"defined", is_defined(meter, vendor, i), "enabled",
			enabled == UNKNOWN ? json_null() : json_boolean(enabled == YES)));
	}
	return json_pack("{s:s, s:o}", "vendor", meter_vendor_name(vendor), "reasons", list);
}

int cmd_reasons(int argc, char **argv)
{
	static const struct argp_child children[] = { { &options_json, 0, NULL, 0 }, { 0 } };
	const struct argp argp = {
		.options = options, .parser = parse, .doc = doc, .children = children,
	};
	struct arguments args = { 0 };
	const struct abi_info *info = NULL;
	struct meter m;

	if (argp_parse(&argp, argc, argv, 0, NULL, &args))
		return STATUS_UNUSABLE;
	if (!args.vendor) {
		if (!meter_require(&m)) {
			fprintf(stderr, "exitmeter: for the names alone: "
				"exitmeter reasons --vendor vmx|svm\n");
			return STATUS_UNUSABLE;
		}
		info = &m.info;
		args.vendor = info->vendor;
	}
	if (args.json)
		return options_print_json(to_json(info, args.vendor));
	print(info, args.vendor);
	return STATUS_OK;
}
