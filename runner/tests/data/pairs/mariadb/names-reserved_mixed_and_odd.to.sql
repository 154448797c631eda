CREATE TABLE `order` (`user` int PRIMARY KEY, `select` varchar(19) DEFAULT 'from', `table` int, `with space` int, `a``b` int, KEY `index` (`table`));
CREATE TABLE `Group` (`userName` int, `Key` int, CONSTRAINT `check` CHECK (`Key` > 0), CONSTRAINT `Fk` FOREIGN KEY (`userName`) REFERENCES `order` (`user`));
