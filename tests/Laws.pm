# SPDX-License-Identifier: GPL-2.0
# The laws of records, as 'exitreport check --csv' computes them.
package Laws;
use strict;
use warnings;
use Exporter qw(import);
use File::Temp qw(tempdir);
use JSON::PP qw(encode_json);

our @EXPORT = qw(laws_of_run laws_of_record);
my $exitreport = ($ENV{BUILD} // 'build') . '/exitreport';

# Each as { workload, paging, law, where, difference, ... }; of those cells whose columns are as given.
sub laws_of_run {
	my ($run, %wanted) = @_;
	local $/ = "\n";
	open(my $csv, '-|', $exitreport, 'check', $run, '--csv') or die "$exitreport: $!";
	chomp(my ($titles, @lines) = <$csv>);
	close($csv);
	# No law is not the same as no law broken.
	die "$exitreport check $run --csv: no laws\n" if ($titles // '') !~ /\blaw\b/;
	my @titles = split(/,/, $titles);
	my @laws;
	for (@lines) {
		my %law;
		@law{@titles} = split(/,/, $_, -1);
		push(@laws, \%law) unless grep { $law{$_} ne $wanted{$_} } keys %wanted;
	}
	return @laws;
}

# Of one that stands alone.
sub laws_of_record {
	my ($record) = @_;
	my $run = tempdir(CLEANUP => 1);
	mkdir("$run/records") or die "$run/records: $!";
	open(my $f, '>', "$run/records/$record->{cell}{id}.json") or die "$run: $!";
	print $f encode_json($record);
	close($f) or die "$run: $!";
	return laws_of_run($run);
}

1;
