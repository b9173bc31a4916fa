/* SPDX-License-Identifier: GPL-2.0 */
/* What a record must tell of the machine, where that is not an emulated one. */
#ifndef EXITBENCH_IDENTITY_H
#define EXITBENCH_IDENTITY_H

#include <jansson.h>

#include "exitbench/platform/platform.h"

/**
 * identity_add_machine - add this machine to the identity of an image
 * @identity: receives emulator, cpu_model, host_kernel; and modules, if the
 *	meter's are loaded on this machine
 *
 * What differs in any of them is not measured on the same platform.
 */
void identity_add_machine(json_t *identity, const struct platform *p);

#endif
