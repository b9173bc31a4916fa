/* SPDX-License-Identifier: GPL-2.0 */
/* What CPU L1 has, and what KVM made of it. */
#ifndef CELL_L1_CPU_H
#define CELL_L1_CPU_H

#include "job.h"

/**
 * l1_cpu_save - write down what there is to know of it
 * @job: names the vendor's module; it is loaded
 *
 * Writes INIT_OUT/cpu, lines "name value" out of /proc/cpuinfo, and INIT_OUT/kvm-parameters,
 * lines "module.parameter value" with what the modules are loaded with, or have decided.
 */
void l1_cpu_save(const struct job *job);

#endif
