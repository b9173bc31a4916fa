/* SPDX-License-Identifier: GPL-2.0 */
/* The meter's leaves as on an unpatched KVM. */
#ifndef CONFORMANCE_UNMETERED_H
#define CONFORMANCE_UNMETERED_H

/**
 * unmetered_leaves - fail, unless leaves 0x4fffff00 .. 0x4fffffff are unknown ones
 * @who: executes CPUID, see cpuid_at()
 */
void unmetered_leaves(int who);

/* unmetered_reasons - the same for the classic leaf's reasons 0 .. 0x1ff, and odd ones */
void unmetered_reasons(int who);

/* unmetered_agent - fail, unless the agent finds a KVM without a meter */
void unmetered_agent(void);

#endif
