/* SPDX-License-Identifier: GPL-2.0 */
/* What can be known of a distribution in L2, in which nothing of ours runs: its console. */
#ifndef CELL_L1_CONSOLE_H
#define CELL_L1_CONSOLE_H

#include "job.h"

/**
 * l1_console_await_login - read a console until somebody may log in
 * @fd: what L2 writes; all of it is kept in L1_QEMU_LOG
 *
 * Returns with the last letter of the prompt.
 */
void l1_console_await_login(int fd);

/**
 * l1_console_report - tell the runner what the kernel said on the console
 *
 * That is the status "pti", which must be what the job asks for, and "kernel_ns".
 */
void l1_console_report(const struct job *job);

#endif
