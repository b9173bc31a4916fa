/* SPDX-License-Identifier: GPL-2.0 */
/* Asking L1, the machine around this VM, for what a guest can't do itself. */
#ifndef CONFORMANCE_L1_H
#define CONFORMANCE_L1_H

#include <stdbool.h>

#define L1_PLUG_IN	'H'	/* plug in a spare vCPU; is answered */
#define L1_RESET	'R'	/* reset this VM; is not */
#define L1_RELOAD	'M'	/* this VM's end; KVM is loaded again, L2 started; is not */

/**
 * l1_ask - ask, and wait for the answer
 * @what: L1_*
 *
 * The check fails if there is no port or no answer within a minute.
 *
 * Return: whether there was an answer.
 */
bool l1_ask(char what);

#endif
