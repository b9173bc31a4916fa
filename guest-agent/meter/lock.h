/* SPDX-License-Identifier: GPL-2.0 */
/* One measurement at a time: the meter's slots are the whole VM's. */
#ifndef EXITMETER_LOCK_H
#define EXITMETER_LOCK_H

/**
 * lock_take - be the only one who measures
 * @holder: receives the process that does already, or 0 if it can't be told; may be NULL
 *
 * The lock is a name of an abstract Unix socket: it needs no file and no privileges, and is gone
 * with the process, however that ends. Containers with network namespaces of their own do
 * not see each other's; between those the latches' serial numbers tell.
 *
 * Return: a file descriptor that holds the lock until it is closed, or -errno; -EBUSY if another
 * holds it.
 */
int lock_take(int *holder);

#endif
