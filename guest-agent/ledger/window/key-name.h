/* SPDX-License-Identifier: GPL-2.0 */
/* What a key is about, in the words of the manuals and of QEMU's PC. */
#ifndef EXITMETER_KEY_NAME_H
#define EXITMETER_KEY_NAME_H

#include <stdint.h>

/* Long enough for every name, its NUL included. */
#define KEY_NAME_SIZE	80

/**
 * key_subject - what was accessed, or what happened
 * @key: KVM_EXITMETER_KEY()
 * @buf: used for names that are composed
 *
 * The same for all keys of one thing: "PCI configuration" for each of its ports, in each
 * size and direction. MSRs: Intel SDM volume 4, AMD APM volume 2, appendix A. Ports and
 * pages: a PC, as QEMU's machine "pc" has it.
 *
 * Return: never NULL.
 */
const char *key_subject(uint64_t key, char buf[KEY_NAME_SIZE]);

/**
 * key_access - how: direction and size, access, or a page fault's error code
 * @buf: used for names that are composed
 *
 * Return: never NULL; empty if there is nothing to say.
 */
const char *key_access(uint64_t key, char buf[KEY_NAME_SIZE]);

/* key_number - the port, MSR, address or vector by itself, as in 0xcf8; empty for none */
const char *key_number(uint64_t key, char buf[KEY_NAME_SIZE]);

/* key_kind_name - "port" and so on, as in a record */
const char *key_kind_name(uint64_t key);

#endif
