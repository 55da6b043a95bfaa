# Every text a person reads, in Vietnamese. Same keys and arguments as en.ftl.
