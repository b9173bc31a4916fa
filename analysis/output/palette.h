/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Colours of the parts of charts, RGB: those of Okabe and Ito, and darker ones of Tol's
 * (wine, olive, indigo), told apart by colour-blind readers, too.  Okabe and Ito's blue and vermilion are left to
 * the paging modes (output/common.gp), so that they mean nothing else in any chart.
 */
#ifndef EXITREPORT_PALETTE_H
#define EXITREPORT_PALETTE_H

enum palette {
	PALETTE_GREEN = 0x009e73,
	PALETTE_WINE = 0x882255,
	PALETTE_ORANGE = 0xe69f00,
	PALETTE_SKY = 0x56b4e9,
	PALETTE_PINK = 0xcc79a7,
	PALETTE_OLIVE = 0x999933,
	PALETTE_INDIGO = 0x332288,
	/* For what is least of interest. */
	PALETTE_DARK_GREY = 0x777777,
	PALETTE_GREY = 0x999999,
	PALETTE_LIGHT_GREY = 0xcccccc,
};

#endif
