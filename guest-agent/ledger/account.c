// SPDX-License-Identifier: GPL-2.0
#include "account.h"

#define ACCOUNT(name, text)	{ #name, text, offsetof(struct ledger, name) }

const struct account accounts[ACCOUNT_NR] = {
	ACCOUNT(guest, "guest: the guest itself runs"),
	ACCOUNT(kernel, "kernel: KVM handles an exit"),
	ACCOUNT(user, "user: the VMM (QEMU) handles an exit"),
	ACCOUNT(blocked, "blocked: the vCPU is halted"),
	ACCOUNT(offcpu, "offcpu: the vCPU's thread waits for a CPU"),
	ACCOUNT(startup, "startup: before the first entry"),
};
