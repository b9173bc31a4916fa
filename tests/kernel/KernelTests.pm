# SPDX-License-Identifier: GPL-2.0
# The table of what the kernel's own judges said: data/kernel-tests/results.csv, and
# README.md made of it. A test's new result replaces its old one.
package KernelTests;

use strict;
use warnings;
use Exporter qw(import);
use Test::More;

our @EXPORT = qw(judge forget build series source);

my $dir = $ENV{KERNEL_TESTS} // 'data/kernel-tests';
my $build = $ENV{BUILD} // 'build';
my $line = $ENV{KERNEL_LINE} // '6.12';

# In the order of the table.
my @checks = (
	[compile => 'Warnings of gcc W=1 and sparse that the series adds'],
	[selftests => q(KVM selftests with the meter on, compared with KVM as it is)],
	[debug => 'What debug kernels say while they measure'],
	[mutation => 'Planted errors that must be noticed'],
);
my @columns = qw(check what result detail);

sub build { return $build }
sub series { return "kvm-instrumentation/patches/linux-$line" }

# The source that build-kernel.sh unpacked.
sub source
{
	my ($source) = glob("$build/linux/linux-source-$line-*/Kconfig");
	die "no source in $build/linux; make image\n" unless $source;
	return $source =~ s,/Kconfig$,,r;
}

sub rows
{
	open(my $f, '<', "$dir/results.csv") or return;
	<$f>;
	return map { chomp; my %row; @row{@columns} = split(/,/, $_, 4); \%row } <$f>;
}

sub save
{
	my @rows = @_;
	my ($n, %order) = (0);

	$order{$_->[0]} = $n++ for @checks;
	@rows = sort { $order{$a->{check}} <=> $order{$b->{check}} || $a->{what} cmp $b->{what} } @rows;
	system('mkdir', '-p', $dir);
	open(my $csv, '>', "$dir/results.csv") or die "$dir/results.csv: $!\n";
	print $csv join(',', @columns), "\n";
	print $csv join(',', @{$_}{@columns}), "\n" for @rows;
	close($csv);

	open(my $md, '>', "$dir/README.md") or die "$dir/README.md: $!\n";
	print $md "# What the kernel's own judges said\n\n",
		"Written by `make test-kernel`; what each does is in ",
		"[TESTING.md](../../kvm-instrumentation/TESTING.md).\n";
	for my $check (@checks) {
		my @mine = grep { $_->{check} eq $check->[0] } @rows or next;
		print $md "\n## $check->[1]\n\n| what | result | detail |\n|---|---|---|\n";
		print $md "| $_->{what} | $_->{result} | $_->{detail} |\n" for @mine;
	}
	close($md);
}

# forget CHECK: drop its rows, before it runs anew.
sub forget
{
	my ($check) = @_;
	save(grep { $_->{check} ne $check } rows());
}

# judge CHECK, WHAT, OK, DETAIL: a test, and its row of the table.
sub judge
{
	my ($check, $what, $ok, $detail) = @_;
	my @others = grep { $_->{check} ne $check || $_->{what} ne $what } rows();

	tr/,/;/ for $what;
	$detail =~ s/\s*\n\s*/; /g;
	$detail =~ s/\|/\//g;
	save(@others, { check => $check, what => $what, result => $ok ? 'pass' : 'fail',
			detail => $detail });
	ok($ok, "$check: $what") or diag($detail);
}

1;
