#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0
# The series commit by commit, as a bisection meets it: KVM with the first patches alone is
# loaded and runs a VM, on both vendors. As long as the meter can't be switched on, L2 must
# find KVM as it is without; from then on it must find all of the ABI. All but the last patch:
# that one is for out-of-tree modules, and what all other tests run with.
use strict;
use warnings;
use File::Temp qw(tempdir);
use FindBin qw($Bin);
use JSON::PP;
use lib $Bin;
use KernelTests;
use Test::More;

my $dir = tempdir(CLEANUP => 1);
my %file = map { m,/00(\d\d)-[^/]*\.patch$, && !/-out-of-tree-/ ? ($1 => $_) : () }
	glob(series() . '/*.patch');
my @numbers = sort keys %file;
my ($on) = grep { slurp($file{$_}) =~ /^\+module_param\(exitmeter, /m } @numbers;
ok($on, 'a patch has the parameter that switches the meter on') or BAIL_OUT('no such patch');

sub matrix {
	my ($name, @lines) = @_;
	open(my $f, '>', "$dir/$name.matrix") or die;
	print $f "platforms = bochs-vmx tcg-svm\npaging = shadow\n", map { "$_\n" } @lines;
	close($f);
	return "$dir/$name.matrix";
}

forget('prefix');
my @off = grep { $_ < $on } @numbers;
my @with = grep { $_ >= $on } @numbers;
my %records = (
	%{run_matrix(matrix('off', 'workloads = conformance-hidden', 'meter = off',
			    'kvm = ' . join(' ', map { "prefix-$_" } @off)), 'prefixes', "$dir/off")},
	%{run_matrix(matrix('on', 'workloads = conformance',
			    'kvm = ' . join(' ', map { "prefix-$_" } @with)), 'prefixes', "$dir/on")});
for my $number (@numbers) {
	my @of = grep { $_->{cell}{settings}{kvm} eq "prefix-$number" } values %records;
	my @not = grep { defined } map {
		my $said = $_->{measured}{output} // '';
		$_->{error} // ($said =~ /^(not ok .*)/m)[0] // ($said =~ /^ok/m ? undef : 'no output')
	} @of;

	judge('prefix', $number, @of == 2 && !@not,
	      @of != 2 ? 'a cell is missing' : $not[0] // 'a VM on both vendors');
}
done_testing();
