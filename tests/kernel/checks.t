#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# KVM compiled with gcc's W=1 and sparse in several configurations, with the series and
# without: the series adds no warning, and its own files have none at all. So it is with
# objtool's on noinstr code that calls what can be traced.
use strict;
use warnings;
use Cwd qw(abs_path);
use FindBin qw($Bin);
use lib $Bin;
use KernelTests;
use List::Util qw(max sum);
use Test::More;

my $dir = build() . '/checks';
my $base = 'kvm-instrumentation/config/exitmeter.config';
my @configurations = (
	# name, architecture, on top of the base configuration
	['modules', 'x86_64', 'CONFIG_DEBUG_KERNEL=y CONFIG_DEBUG_ENTRY=y'],
	['built-in', 'x86_64', 'CONFIG_KVM=y CONFIG_KVM_INTEL=y CONFIG_KVM_AMD=y'],
	['intel-only', 'x86_64', 'CONFIG_KVM_AMD=n'],
	['amd-only', 'x86_64', 'CONFIG_KVM_INTEL=n'],
	['no-debugfs', 'x86_64', 'CONFIG_DEBUG_FS=n'],
	['32-bit', 'i386', 'CONFIG_64BIT=n'],
);

# run LOG, COMMAND...: did it end well?
sub run
{
	my ($log, @command) = @_;
	return system(join(' ', @command) . " > $log 2>&1") == 0;
}

# Headers of a configuration; the kernel itself is not built. The tools are the ones that
# the kernel of the cells was built with.
sub prepare
{
	my ($name, $arch, $changes) = @_;
	my $objects = abs_path($dir) . "/$name";
	my $fragment = slurp($base) . join('', map { "$_\n" } split(' ', $changes));

	return $objects if slurp("$objects/fragment") eq $fragment && -e "$objects/scripts/module.lds";
	system('rm', '-rf', $objects);
	mkdir $objects;
	system('cp', '-a', kernel_objects() . '/tools', $objects);
	open(my $f, '>', "$objects/fragment");
	print $f $fragment;
	close($f);
	for my $target ("KCONFIG_ALLCONFIG=$objects/fragment allnoconfig", 'modules_prepare') {
		run("$objects/log", 'make -s -C', source(), "O=$objects ARCH=$arch", '-j$(nproc)', $target)
			or die "$name: $target failed, see $objects/log\n";
	}
	for my $change (grep { !/=n$/ } split(' ', $changes)) {
		die "$name: no $change\n" unless slurp("$objects/.config") =~ /^\Q$change\E$/m;
	}
	return $objects;
}

# What objtool has against noinstr code. In the kernel's build it looks at vmlinux only, and
# from a module alone it can't tell which of the kernel's functions are noinstr.
sub noinstr
{
	my ($objects, $tree) = @_;

	return '' unless slurp("$objects/.config") =~ /^CONFIG_NOINSTR_VALIDATION=y/m;
	return join('', map { scalar qx($objects/tools/objtool/objtool --hacks=jump_label --hacks=noinstr --noinstr --link --dry-run $_ 2>&1) }
		    glob("$dir/$tree/arch/x86/kvm/kvm-{intel,amd}.o"));
}

# How often there is which warning: by file or function, and text, without line numbers.
sub warnings_of
{
	my ($name, $arch, $objects, $tree) = @_;
	my $log = "$dir/$name.$tree.log";
	my %count;

	# Anew each time: one configuration's objects are not another's.
	system('rm', '-rf', "$dir/$tree");
	system('kvm-instrumentation/kvm-tree.sh', source(), $tree eq 'patched' ? series() : 'none',
	       "$dir/$tree") == 0 or BAIL_OUT('no tree of KVM');
	# Last comes modpost, which misses the kernel that was not built.
	run($log, "make -s -k -C $objects M=" . abs_path("$dir/$tree") . "/arch/x86/kvm ARCH=$arch",
	    'W=1 C=2 CHECK=sparse KBUILD_BUILTIN=1 -j$(nproc)');
	return if slurp($log) =~ /\*\*\* \[\S+ \S+\.(o|a|s|h)\] Error/;
	my $noinstr = noinstr($objects, $tree);
	$count{"$1: $2"}++ while $noinstr =~ /objtool: (\S+?)\+0x\w+: (.*)/g;
	for (split(/\n/, slurp($log))) {
		next unless m,(\S+?):(\d+:)+ (.*(warning|error).*),;
		my ($file, $text) = ($1, $3);
		$file =~ s,^.*\Q$dir/$tree\E/,,;
		$text =~ s/\b\d+\b/N/g;
		$count{"$file: $text"}++;
	}
	return \%count;
}

forget('compile');
system('mkdir', '-p', $dir);

# Warnings that KVM as it is has in some configuration.
my %known;

for (@configurations) {
	my ($name, $arch, $changes) = @$_;
	my $objects = prepare($name, $arch, $changes);
	my $patched = warnings_of($name, $arch, $objects, 'patched');
	my $added = sub { grep { $patched->{$_} > ($known{$_} // 0) } sort keys %$patched };

	if ($patched && $added->()) {
		my $pristine = warnings_of($name, $arch, $objects, 'pristine') // {};
		$known{$_} = max($pristine->{$_}, $known{$_} // 0) for keys %$pristine;
	}
	my @new = $patched ? $added->() : "does not compile; see $dir/$name.patched.log";
	my @own = grep { /exitmeter/ } keys %{$patched // {}};
	judge('compile', $name, !@new && !@own,
	      join("\n", @new, @own) || 'none; ' . sum(0, values %$patched) . ' as without it');
}
done_testing();
