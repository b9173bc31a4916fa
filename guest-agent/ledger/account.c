// SPDX-License-Identifier: GPL-2.0
#include "account.h"

#include "output/palette.h"

#define ACCOUNT(name, text, colour) \
	{ #name, text, colour, offsetof(struct ledger, name) }

const struct account accounts[ACCOUNT_NR] = {
	ACCOUNT(guest, "guest: the guest itself runs", PALETTE_GREEN),
	ACCOUNT(kernel, "kernel: KVM handles an exit", PALETTE_WINE),
	ACCOUNT(user, "user: the VMM (QEMU) handles an exit", PALETTE_ORANGE),
	ACCOUNT(blocked, "blocked: the vCPU is halted", PALETTE_LIGHT_GREY),
	ACCOUNT(offcpu, "offcpu: the vCPU's thread waits for a CPU", PALETTE_SKY),
	ACCOUNT(startup, "startup: before the first entry", PALETTE_DARK_GREY),
};
