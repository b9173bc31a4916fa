/* SPDX-License-Identifier: GPL-2.0 */
/* KVM's modules in L1: loaded as the job asks for, and proved to be so. */
#ifndef CELL_L1_KVM_H
#define CELL_L1_KVM_H

#include "job.h"

/* l1_kvm_load - load the job's set of modules with the job's parameters. */
void l1_kvm_load(const struct job *job);

/* l1_kvm_unload - unload them; no VM may be left. */
void l1_kvm_unload(const struct job *job);

/**
 * l1_kvm_refuse - does KVM refuse to be loaded with values that mean nothing?
 *
 * KVM is not loaded. Exits with a message if it takes one of them.
 */
void l1_kvm_refuse(const struct job *job);

/**
 * l1_kvm_save - write down what CPU L1 has, and what KVM made of it
 * @job: names the vendor's module; it is loaded
 *
 * Writes INIT_OUT/cpu, lines "name value" out of /proc/cpuinfo, and INIT_OUT/kvm-parameters,
 * lines "module.parameter value" with what the modules were loaded with, or have decided.
 */
void l1_kvm_save(const struct job *job);

/* l1_kvm_tsc_khz - Return: the frequency of a VM's TSC, kHz; KVM is loaded. */
int l1_kvm_tsc_khz(void);

#endif
