// SPDX-License-Identifier: Apache-2.0
package io.tenantry.quickstart;

import java.util.List;
import java.util.random.RandomGenerator;

/** Names of one country in its own script, each with its Latin form for the user name. */
// The lists are immutable, but their type does not show that.
@SuppressWarnings("ImmutableEnumChecker")
enum NamePool {
    SPANISH(
            "ES",
            "Sevilla",
            "Lucía/lucia Íñigo/inigo José/jose Begoña/begona Martín/martin Sofía/sofia Raúl/raul Inés/ines",
            "Núñez/nunez García/garcia Peña/pena López/lopez Ibáñez/ibanez Muñoz/munoz Güell/guell Sáez/saez"),
    POLISH(
            "PL",
            "Łódź",
            "Zofia/zofia Łukasz/lukasz Małgorzata/malgorzata Józef/jozef Żaneta/zaneta Bożena/bozena Michał/michal Świętosława/swietoslawa",
            "Wiśniewski/wisniewski Dąbrowska/dabrowska Kozłowski/kozlowski Jabłoński/jablonski Wróbel/wrobel Zając/zajac Król/krol Pawłowska/pawlowska"),
    TURKISH(
            "TR",
            "İzmir",
            "Ayşe/ayse İbrahim/ibrahim Çağla/cagla Işıl/isil Gökçe/gokce Şule/sule Oğuz/oguz Ümit/umit",
            "Yılmaz/yilmaz Öztürk/ozturk Çelik/celik Şahin/sahin Doğan/dogan Kılıç/kilic Güneş/gunes Işık/isik"),
    VIETNAMESE(
            "VN",
            "Đà Nẵng",
            "Hương/huong Đức/duc Thảo/thao Quỳnh/quynh Tuấn/tuan Ngọc/ngoc Mỹ/my Phúc/phuc",
            "Nguyễn/nguyen Trần/tran Lê/le Phạm/pham Đặng/dang Bùi/bui Đỗ/do Võ/vo"),
    CYRILLIC(
            "BG",
            "Пловдив",
            "Анна/anna Димитър/dimitar Елена/elena Йордан/yordan Жанна/zhanna Щерьо/shteryo Юлия/yuliya Ярослав/yaroslav",
            "Иванова/ivanova Петров/petrov Шевченко/shevchenko Жуков/zhukov Цветкова/tsvetkova Чернышёв/chernyshev Ђорђевић/dordevic Їжак/yizhak"),
    GREEK(
            "GR",
            "Θεσσαλονίκη",
            "Ελένη/eleni Γιώργος/giorgos Μαρία/maria Νίκος/nikos Αθηνά/athina Σπύρος/spyros Ιωάννα/ioanna Χρήστος/christos",
            "Παπαδόπουλος/papadopoulos Οικονόμου/oikonomou Γεωργίου/georgiou Ψαρρά/psarra Ξένος/xenos Δημητρίου/dimitriou Φωτίου/fotiou Ωραιόπουλος/oraiopoulos"),
    ARABIC(
            "EG",
            "القاهرة",
            "ليلى/layla محمد/mohamed فاطمة/fatima يوسف/youssef أمينة/amina خالد/khaled نور/nour عمر/omar",
            "حسن/hassan المصري/elmasry عبدالله/abdullah إبراهيم/ibrahim الشريف/elsherif منصور/mansour رؤوف/raouf عثمان/othman"),
    HEBREW(
            "IL",
            "חיפה",
            "נועה/noa יוסף/yosef תמר/tamar איתי/itay שירה/shira דוד/david מיכל/michal עומר/omer",
            "כהן/cohen לוי/levi מזרחי/mizrahi פרץ/peretz ביטון/biton אברהם/avraham פרידמן/friedman שלום/shalom"),
    HAN(
            "TW",
            "台北",
            "雅婷/yating 志明/zhiming 美玲/meiling 家豪/jiahao 怡君/yijun 俊傑/junjie 淑芬/shufen 建國/jianguo",
            "陳/chen 林/lin 黃/huang 張/zhang 李/li 王/wang 吳/wu 歐陽/ouyang"),
    KANA(
            "JP",
            "さっぽろ",
            "さくら/sakura ひろし/hiroshi あかり/akari けんた/kenta ゆうこ/yuko タロウ/taro メグミ/megumi ジュン/jun",
            "サトウ/sato すずき/suzuki タカハシ/takahashi たなか/tanaka ワタナベ/watanabe いとう/ito ナカムラ/nakamura こばやし/kobayashi"),
    HANGUL(
            "KR",
            "부산",
            "지우/jiwoo 민준/minjun 서연/seoyeon 현우/hyunwoo 수빈/subin 도윤/doyun 하은/haeun 준호/junho",
            "김/kim 이/lee 박/park 최/choi 정/jung 강/kang 조/cho 남궁/namgung"),
    DEVANAGARI(
            "IN",
            "पुणे",
            "प्रिया/priya अर्जुन/arjun अनुष्का/anushka राहुल/rahul कृति/kriti विक्रम/vikram श्रेया/shreya ज्ञान/gyan",
            "शर्मा/sharma वर्मा/verma गुप्ता/gupta श्रीवास्तव/srivastava मिश्रा/mishra चौधरी/chaudhary त्रिपाठी/tripathi जोशी/joshi"),
    THAI(
            "TH",
            "เชียงใหม่",
            "สมชาย/somchai มาลี/malee ณัฐพล/nattapon สุดา/suda ปิยะ/piya วันดี/wandee กิตติ/kitti อรุณ/arun",
            "ใจดี/jaidee แสงทอง/saengthong ศรีสุข/srisuk วงศ์ไทย/wongthai บุญมา/boonma รักไทย/rakthai ทองคำ/thongkham สุวรรณ/suwan"),
    TAGALOG(
            "PH",
            "Cebu",
            "Maria Clara/mariaclara Juan/juan Luz/luz Crisanto/crisanto Ligaya/ligaya Bayani/bayani Rosalinda/rosalinda Jun-Jun/junjun",
            "dela Cruz/delacruz O'Brien/obrien Bautista/bautista Reyes/reyes Macaraeg/macaraeg Villanueva/villanueva Peñaflor/penaflor Ocampo/ocampo");

    /** A name and its Latin form. */
    record Name(String written, String latin) {}

    final String country;
    final String city;
    private final List<Name> given;
    private final List<Name> family;

    NamePool(String country, String city, String given, String family) {
        this.country = country;
        this.city = city;
        this.given = names(given);
        this.family = names(family);
    }

    // A name may contain a space, so a name ends at the space after its Latin form.
    private static List<Name> names(String list) {
        return List.of(list.split("(?<=/[a-z]{1,20}) ")).stream()
                .map(pair -> new Name(pair.substring(0, pair.indexOf('/')), pair.substring(pair.indexOf('/') + 1)))
                .toList();
    }

    Name given(RandomGenerator random) {
        return given.get(random.nextInt(given.size()));
    }

    Name family(RandomGenerator random) {
        return family.get(random.nextInt(family.size()));
    }
}
