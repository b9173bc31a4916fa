/* SPDX-License-Identifier: GPL-2.0 */
/* Two agents at once: the slots are shared by all programs in the VM. */
#ifndef CONFORMANCE_AGENTS_H
#define CONFORMANCE_AGENTS_H

/* Checks of the group latch. */
void agents_stale(void);
void agents_same_slot(void);
void agents_own_slots(void);

#endif
