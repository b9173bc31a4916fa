// SPDX-License-Identifier: GPL-2.0
#include "account.h"

#define ACCOUNT(name, text, colour) \
	{ #name, text, colour, offsetof(struct ledger, name) }

const struct account accounts[ACCOUNT_NR] = {
	ACCOUNT(guest, "guest: the guest itself runs", 0x009e73),
	ACCOUNT(kernel, "kernel: KVM handles an exit", 0xd55e00),
	ACCOUNT(user, "user: the VMM (QEMU) handles an exit", 0xe69f00),
	ACCOUNT(blocked, "blocked: the vCPU is halted", 0xcccccc),
	ACCOUNT(offcpu, "offcpu: the vCPU's thread waits for a CPU", 0x56b4e9),
	ACCOUNT(startup, "startup: before the first entry", 0x0072b2),
};
