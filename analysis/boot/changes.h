/* SPDX-License-Identifier: GPL-2.0 */
/* Why a reason's exits change when nested paging is turned off. */
#ifndef EXITREPORT_CHANGES_H
#define EXITREPORT_CHANGES_H

#include "ledger/ledger.h"

/**
 * change_text - why a row of a boot is what it is
 * @on: the boot with nested paging
 * @off: with shadow paging
 *
 * Return: a sentence or two; empty if there is nothing to say.
 */
const char *change_text(unsigned int vendor, const struct ledger *on, const struct ledger *off,
			unsigned int row);

#endif
