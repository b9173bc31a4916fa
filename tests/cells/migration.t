#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# Windows that are open in a VM while it is migrated, from one QEMU to another: the guest's tools must
# say so, keep what was there, and measure again. With a KVM that hides the meter, and back.
use strict;
use warnings;
use File::Temp qw(tempdir);
use JSON::PP;
use Test::More;

my $build = $ENV{BUILD} // 'build';
my $dir = $ENV{MIGRATION_RUN} // tempdir(CLEANUP => 1);
my $out = qx($build/exitbench run tests/cells/migration.matrix --workloads tests/cells/workloads -i $build/image-test -o $dir 2>&1);
is($?, 0, 'L1 came to its end') or diag($out);
my @logs = glob("$dir/logs/*.migration.s1");
ok(@logs, 'there are cells');

for my $log (@logs) {
	my ($mode) = $log =~ m{/([^/]+)\.migration\.s1$};
	my $text = do { local (@ARGV, $/) = "$log/command.out"; <> } // '';
	my %part = $text =~ /^=== (\S+)\n(.*?)(?=^=== |\z)/msg;
	my $loop = sub {
		my ($json) = $part{$_[0]} =~ /^(\{\n.*^\})$/ms;
		my ($row) = grep { $_->{name} eq 'CPUID' } @{decode_json($json // '{}')->{vm}{rows} // []};
		return $row->{count}{median} // 0;
	};
	my $generation = sub { ($part{$_[0]} // '') =~ /^generation +(\d+)$/m ? $1 : '' };
	my $moved = qr/this VM was migrated or restored meanwhile: its counters began anew, with another generation/;

	diag($text) if !exists $part{done};
	ok(exists $part{done}, "$mode: the VM came to its end");
	is(scalar(() = $text =~ /^\+\+\+ migrated from \w to \w: Migration status: completed\r?$/mg), 4, "$mode: migrated four times");
	like($part{before} // '', qr/^meter +present\n.*^--- 0\n--- 0$/ms, "$mode: there is a meter, and windows are measured");
	like($part{stat} // '', qr/^is on b\n(?:.*\n)*exitmeter: $moved.*\n--- 1$/m, "$mode: a window over the migration: it is told, and the status is 1");
	is($part{file} // '', "as it was\n--- 0\n", "$mode: its file is as it was");
	isnt($generation->('after'), $generation->('before'), "$mode: the generation is another");
	cmp_ok($loop->('after'), '>=', 1000, "$mode: the next window is measured");
	cmp_ok($loop->('after'), '<', 1200, "$mode: and has its own exits only");
	# The next interval may end before the command does.
	like($part{interval} // '', qr/^until .*^exitmeter: $moved.*^--- 1$/ms, "$mode: intervals are printed until then, and it is told");
	like($part{interval} // '', qr/^is on c$/m, "$mode: and the command goes on");
	# 1 and 3, and the interrupts of a host that has other work.
	like($part{library} // '', qr/^inner [1-5] outer [3-9]\n--- 0$/m, "$mode: libexitmeter measures again");
	like($part{hidden} // '', qr/^is on d\n.*the meter is gone: this VM was migrated or restored meanwhile, onto a KVM that has none or hides it.*\n--- 1$/m,
	     "$mode: onto a KVM that hides the meter: it is told");
	like($part{hidden} // '', qr/^meter +unpatched\n.*^--- 2\nsyscall-exits: there is no exit meter.*\n--- 1$/ms, "$mode: and there is none then");
	like($part{back} // '', qr/^is on e\n/m, "$mode: and back");
	cmp_ok($loop->('back'), '>=', 1000, "$mode: where windows are measured again");
}

done_testing();
