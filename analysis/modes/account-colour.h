/* SPDX-License-Identifier: GPL-2.0 */
/* Colours of the accounts, the same in all charts. */
#ifndef EXITREPORT_ACCOUNT_COLOUR_H
#define EXITREPORT_ACCOUNT_COLOUR_H

#include "ledger/account.h"
#include "output/palette.h"

/* In the order of accounts[]. */
static const unsigned int account_colours[ACCOUNT_NR] = {
	PALETTE_GREEN, PALETTE_WINE, PALETTE_ORANGE, PALETTE_LIGHT_GREY, PALETTE_SKY,
	PALETTE_DARK_GREY,
};

#endif
