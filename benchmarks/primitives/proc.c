// SPDX-License-Identifier: GPL-2.0
/*
 * /proc/exit-primitives: times the round trips of VM exits in the guest's
 * kernel.
 *
 * Write "NAME N" to execute a primitive N times; then read, through the same
 * open file, one line in cycles of the guest's TSC:
 *
 *	NAME n N min A median B p99 C max D mean E
 *
 * Reading without writing lists the names and what they are. Writing fails with
 * ENOENT for an unknown name, EINVAL if the text is not "NAME N", ERANGE if N is
 * 0 or more than 65536, EOPNOTSUPP if this machine can't execute the primitive,
 * ENOMEM if there is not enough memory, untouched memory in the case of "fault".
 *
 * Root only: a primitive keeps a CPU to itself for all of its executions.
 */
#include <linux/cpufeature.h>
#include <linux/irqflags.h>
#include <linux/kstrtox.h>
#include <linux/math64.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/preempt.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include "primitives.h"

#define PROC_NAME	"exit-primitives"
#define COMMAND_SIZE	64

static const struct primitive *const kinds[] = {
	instruction_primitives,
	device_primitives,
	fault_primitives,
	wakeup_primitives,
	meter_primitives,
};

/**
 * struct result - what one run gave, in cycles
 * @primitive: that was executed; NULL before the first run
 * @n: times that it was
 * @min: the shortest
 * @median: that half of them did not exceed
 * @p99: that 99 of 100 did not exceed
 * @max: the longest
 * @mean: rounded down
 */
struct result {
	const struct primitive *primitive;
	unsigned int n;
	u64 min;
	u64 median;
	u64 p99;
	u64 max;
	u64 mean;
};

/*
 * Static, so that a run needs no memory of its own: its first touch would be
 * an exit that is not the primitive's.
 */
static u64 samples[MAX_SAMPLES];
static DEFINE_MUTEX(run_lock);	/* one run at a time; protects the samples */

static const struct primitive *find(const char *name)
{
	const struct primitive *p;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(kinds); i++)
		for (p = kinds[i]; p->name; p++)
			if (!strcmp(p->name, name))
				return p;
	return NULL;
}

static int by_value(const void *a, const void *b)
{
	u64 x = *(const u64 *)a, y = *(const u64 *)b;

	return (x > y) - (x < y);
}

static void summarise(struct result *r)
{
	u64 sum = 0;
	unsigned int i;

	for (i = 0; i < r->n; i++)
		sum += samples[i];
	sort(samples, r->n, sizeof(samples[0]), by_value, NULL);
	r->min = samples[0];
	r->median = samples[r->n / 2];
	r->p99 = samples[r->n * 99ul / 100];
	r->max = samples[r->n - 1];
	r->mean = div_u64(sum, r->n);
}

/* Interrupts get in between two executions, but not into one. */
static void execute(const struct primitive *p, unsigned int n)
{
	unsigned long flags;
	unsigned int i;

	preempt_disable();
	for (i = 0; i < n; i++) {
		local_irq_save(flags);
		samples[i] = p->once(i);
		local_irq_restore(flags);
	}
	preempt_enable();
}

static int run(struct result *r, const struct primitive *p, unsigned int n)
{
	int err = mutex_lock_interruptible(&run_lock);

	if (err)
		return err;
	if (p->prepare)
		err = p->prepare(n);
	if (!err) {
		execute(p, n);
		if (p->finish)
			p->finish();
		r->primitive = p;
		r->n = n;
		summarise(r);
	}
	mutex_unlock(&run_lock);
	return err;
}

static ssize_t command(struct file *file, const char __user *text, size_t size, loff_t *pos)
{
	struct result *r = ((struct seq_file *)file->private_data)->private;
	char buf[COMMAND_SIZE], *number = buf, *name;
	const struct primitive *p;
	unsigned int n;
	int err;

	if (size >= sizeof(buf))
		return -EINVAL;
	if (copy_from_user(buf, text, size))
		return -EFAULT;
	buf[size] = '\0';

	name = strsep(&number, " ");
	if (!number || kstrtouint(number, 10, &n))
		return -EINVAL;
	p = find(name);
	if (!p)
		return -ENOENT;
	if (!n || n > MAX_SAMPLES)
		return -ERANGE;
	err = run(r, p, n);
	return err ?: size;
}

static void list(struct seq_file *m)
{
	const struct primitive *p;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(kinds); i++)
		for (p = kinds[i]; p->name; p++)
			seq_printf(m, "%-12s %s\n", p->name, p->description);
}

static int show(struct seq_file *m, void *unused)
{
	const struct result *r = m->private;

	if (r->primitive)
		seq_printf(m, "%s n %u min %llu median %llu p99 %llu max %llu mean %llu\n",
			   r->primitive->name, r->n, r->min, r->median, r->p99, r->max, r->mean);
	else
		list(m);
	return 0;
}

static int proc_open(struct inode *inode, struct file *file)
{
	struct result *r = kzalloc(sizeof(*r), GFP_KERNEL);
	int err;

	if (!r)
		return -ENOMEM;
	err = single_open(file, show, r);
	if (err)
		kfree(r);
	return err;
}

static int proc_release(struct inode *inode, struct file *file)
{
	kfree(((struct seq_file *)file->private_data)->private);
	return single_release(inode, file);
}

static const struct proc_ops proc_ops = {
	.proc_open = proc_open,
	.proc_read = seq_read,
	.proc_lseek = seq_lseek,
	.proc_write = command,
	.proc_release = proc_release,
};

static int __init exit_primitives_init(void)
{
	/* On a bare machine it would be devices that get all this. */
	if (!boot_cpu_has(X86_FEATURE_HYPERVISOR))
		return -ENODEV;
	return proc_create(PROC_NAME, 0600, NULL, &proc_ops) ? 0 : -ENOMEM;
}

static void __exit exit_primitives_exit(void)
{
	remove_proc_entry(PROC_NAME, NULL);
	fault_release();
}

module_init(exit_primitives_init);
module_exit(exit_primitives_exit);
MODULE_DESCRIPTION("Times the round trips of VM exits, one reason at a time");
MODULE_LICENSE("GPL");
