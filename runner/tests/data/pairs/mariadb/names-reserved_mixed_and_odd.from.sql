CREATE TABLE `order` (`user` int PRIMARY KEY, `select` varchar(9));
