/* SPDX-License-Identifier: GPL-2.0 */
/* Why KVM_RUN returned to the VMM. */
#ifndef EXITMETER_KVM_EXIT_H
#define EXITMETER_KVM_EXIT_H

#include <stddef.h>
#include <stdint.h>

/* kvm_exit_name - "KVM_EXIT_IO" and so on; of a number without a name "KVM_EXIT 99" */
void kvm_exit_name(uint32_t reason, char *text, size_t size);

#endif
